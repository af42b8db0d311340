import { cpSync, readFileSync, writeFileSync } from 'node:fs';

/** Modules of `src` and what takes their place: all that verifies, seals and keeps the audit trail. */
const REPLACED = {
  'store/sealer.js': 'sealer.js',
  'store/audit.js': 'audit.js',
  'handlers/guard.js': 'guard.js',
  'handlers/slack-route.js': 'slack-route.js',
} as const;

/** Bolt's own look at the signature. */
const BOLT = {
  path: 'handlers/slack-app.js',
  text: 'signingSecret:',
  instead: 'signatureVerification: false, signingSecret:',
};

/**
 * Makes a Slipway beside the compiled one that believes everybody and hides nothing, to be measured against. It exists in
 * the bench's own folder alone.
 * @param file the path of a compiled file
 * @throws Error when something to be replaced is no longer there: then nothing would be left out, and nothing measured
 */
export function buildTrusting(file: (path: string) => string): void {
  cpSync(file('src'), file('trusting'), { recursive: true });
  for (const [path, stub] of Object.entries(REPLACED)) {
    const at = file(`trusting/${path}`);
    readFileSync(at);
    writeFileSync(at, `export * from '../../bench/pass-through/${stub}';\n`);
  }
  const at = file(`trusting/${BOLT.path}`);
  const text = readFileSync(at, 'utf8');
  if (!text.includes(BOLT.text)) throw new Error(`${BOLT.path} no longer says ${BOLT.text}`);
  writeFileSync(at, text.replace(BOLT.text, BOLT.instead));
}
