/**
 * GitLab's "no", as it goes over the wire. The world's own helpers throw the same object, so that a test which
 * acts "in GitLab's UI" meets the very refusal the API would give.
 */
export class Refusal extends Error {
  readonly status: number;
  readonly body: unknown;
  readonly headers: Readonly<Record<string, string>>;

  constructor(status: number, body: unknown, headers: Record<string, string> = {}) {
    super(typeof body === 'object' && body !== null ? sentence(body) : String(body));
    this.name = 'Refusal';
    this.status = status;
    this.body = body;
    this.headers = headers;
  }
}

function sentence(body: object): string {
  const text = 'message' in body ? body.message : 'error' in body ? body.error : body;
  return typeof text === 'string' ? text : JSON.stringify(text);
}

/** `render_api_error!`: the text stands alone. */
export function refuse(status: number, message: unknown): Refusal {
  return new Refusal(status, { message });
}

/** 404 of a row that is not there; GitLab writes it with a small f. */
export function notFound(): Refusal {
  return refuse(404, '404 Not found');
}

/** 404 of a thing with a name: `404 Project Not Found`. */
export function noSuch(thing: string): Refusal {
  return refuse(404, `404 ${thing} Not Found`);
}

/** 403, with a reason where GitLab gives one. */
export function forbidden(reason?: string): Refusal {
  return refuse(403, reason ? `403 Forbidden - ${reason}` : '403 Forbidden');
}

/** 400 of GitLab's helpers: `400 Bad request - …`. */
export function badRequest(reason: string): Refusal {
  return refuse(400, `400 Bad request - ${reason}`);
}

/** An exception GitLab did not expect. */
export function internalError(): Refusal {
  return refuse(500, '500 Internal Server Error');
}
