/** A body that was read to its end, or why it was not. */
export type Body =
  | { readonly kind: 'whole'; readonly text: string }
  | { readonly kind: 'broken-off' }
  | { readonly kind: 'too-large' };

/** The largest answer read, decompressed: a hundred deployments are 200 kB. */
const MOST = 10 * 1024 * 1024;

/** The largest text read for its end: GitLab's own limit for a job's log. */
const MOST_FOR_THE_END = 100 * 1024 * 1024;

/**
 * Reads a body to its end, by events: a stream's iterator, and whatever is built on it, costs more than all the rest
 * that is done here with an answer.
 * @param lastBytes where only the end matters: how much is kept. A character cut in two is replaced
 * @throws what the stream ends with
 */
export function readBody(stream: NodeJS.ReadableStream, lastBytes: number | undefined): Promise<Body> {
  return new Promise((resolve, reject) => {
    const most = lastBytes === undefined ? MOST : MOST_FOR_THE_END;
    let chunks: Buffer[] = [];
    let read = 0;
    stream.on('data', (chunk: Buffer) => {
      read += chunk.length;
      chunks.push(chunk);
      if (lastBytes !== undefined) chunks = endOf(chunks, lastBytes);
      if (read <= most) return;
      resolve({ kind: 'too-large' });
      if ('destroy' in stream && typeof stream.destroy === 'function') stream.destroy();
    });
    stream.on('end', () => resolve({ kind: 'whole', text: textOf(chunks, lastBytes) }));
    stream.on('error', reject);
    stream.on('close', () => resolve({ kind: 'broken-off' }));
  });
}

/** The chunks without those that end before the last bytes begin. */
function endOf(chunks: Buffer[], lastBytes: number): Buffer[] {
  let size = chunks.reduce((sum, chunk) => sum + chunk.length, 0);
  let from = 0;
  for (const chunk of chunks) {
    if (size - chunk.length < lastBytes) break;
    size -= chunk.length;
    from += 1;
  }
  return from === 0 ? chunks : chunks.slice(from);
}

function textOf(chunks: readonly Buffer[], lastBytes: number | undefined): string {
  const [first] = chunks;
  const whole = first !== undefined && chunks.length === 1 ? first : Buffer.concat(chunks);
  const text = (lastBytes === undefined ? whole : whole.subarray(-lastBytes)).toString('utf8');
  // A byte order mark is no part of what follows it.
  return text.charCodeAt(0) === 0xfeff ? text.slice(1) : text;
}
