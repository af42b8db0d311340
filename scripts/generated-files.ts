import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { VARIABLES, type Variable } from '../src/config-variables.ts';
import { CAPABILITIES } from '../src/handlers/capabilities.ts';
import { type CommandSpec, ROOTS } from '../src/handlers/define.ts';
import { slackManifest } from '../src/manifest.ts';
import { API_ROWS } from './api-rows.ts';

const ROOT = join(import.meta.dirname, '..');

/** A file of the repository that follows from the code, from its root, with the text it must have. */
export interface GeneratedFile {
  readonly path: string;
  readonly text: string;
}

/** Every generated file. The README is written by hand around its two tables. */
export function generatedFiles(): GeneratedFile[] {
  const readme = readFileSync(join(ROOT, 'README.md'), 'utf8');
  const manifest = slackManifest({ commandPrefix: '', publicUrl: undefined });
  return [
    { path: 'README.md', text: withPart(withPart(readme, 'commands', commands()), 'settings', settings()) },
    { path: 'slack-manifest.json', text: `${JSON.stringify(manifest, undefined, 2)}\n` },
    { path: '.env.example', text: environmentExample() },
    { path: 'docs/api.md', text: apiTable() },
  ];
}

/** @throws Error when the markers of the part are missing: then the text has no place */
function withPart(text: string, name: string, part: string): string {
  const [start, end] = [`<!-- ${name}: made by npm run generate -->`, `<!-- end of ${name} -->`];
  const [from, to] = [text.indexOf(start), text.indexOf(end)];
  if (from < 0 || to < from) throw new Error(`README.md has lost the markers of "${name}"`);
  return `${text.slice(0, from + start.length)}\n\n${part}\n\n${text.slice(to)}`;
}

const row = (...cells: string[]): string =>
  `| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`;

function commands(): string {
  const specs = ROOTS.flatMap((root) => CAPABILITIES.commands.filter((spec) => spec.root === root));
  const rows = specs.map((spec) => row(`\`${callOf(spec, spec.usage)}\``, spec.summary, exampleOf(spec)));
  return [row('Command', 'What it does', 'For example'), '| --- | --- | --- |', ...rows].join('\n');
}

const callOf = (spec: CommandSpec, rest: string): string => `/${spec.root} ${spec.name} ${rest}`.trim();

/** The second example, which shows more; none where the command stands alone. */
function exampleOf(spec: CommandSpec): string {
  const [, fuller] = spec.examples;
  return fuller === '' ? '' : `\`${callOf(spec, fuller)}\``;
}

/** Which command reaches which parameter of GitLab's API. */
function apiTable(): string {
  const rows = API_ROWS.map(({ call, parameter, command }) =>
    row(
      `\`${call}\``,
      parameter === '' ? '' : `\`${parameter}\``,
      `\`${command.replaceAll(/\{(\w+)\}/gu, '<$1>')}\``,
      `[sent](../test/e2e/every-parameter.test.ts), [answered](../${contractOf(call)})`,
    ),
  );
  const head = [row('Call', 'Parameter', 'Command', 'Tests'), '| --- | --- | --- | --- |'];
  return `${API_INTRODUCTION}\n${[...head, ...rows].join('\n')}\n`;
}

const contractOf = (call: string): string =>
  `test/contract/gitlab-adapter-${call.includes('/deployments') ? 'deployments' : 'environments'}.test.ts`;

const API_INTRODUCTION = `# GitLab's Deployments and Environments APIs, from Slack

Every call and every parameter of the [Deployments API](https://docs.gitlab.com/api/deployments/) and the
[Environments API](https://docs.gitlab.com/api/environments/), with a command that reaches it. The project may stand before
the rest: \`/deploy list group/app env:production\`. Two tests prove each line: one *sends* it as a person and looks at what
GitLab got, the other holds the call to its request, to what is *answered* and to each refusal as the person reads it.
`;

function settings(): string {
  const rows = VARIABLES.map((variable) =>
    row(`\`${variable.name}\``, defaultOf(variable), variable.purpose, variable.source),
  );
  return [row('Variable', 'Default', 'What for', 'Its value'), '| --- | --- | --- | --- |', ...rows].join(
    '\n',
  );
}

function defaultOf({ fallback }: Variable): string {
  if (fallback === undefined) return '**required**';
  return fallback === '' ? '–' : `\`${fallback}\``;
}

function environmentExample(): string {
  const entries = VARIABLES.map(({ name, fallback, purpose, source }: Variable) => {
    const line = fallback === undefined ? `${name}=` : `# ${name}=${fallback}`;
    return `# ${plain(purpose)}\n#   ${plain(source)}\n${line}`;
  });
  return `${['# Copy to .env. What has no # in front is required; `slipway doctor` checks it all.', ...entries].join('\n\n')}\n`;
}

const plain = (text: string): string => text.replaceAll('`', '');
