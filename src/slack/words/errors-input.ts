import { code } from '../escape.ts';
import { both, either } from './counts.ts';
import type { ErrorWordsOf } from './error-words.ts';
import type { FactReader } from './facts.ts';

/** What was typed or clicked. */
export const INPUT_ERRORS: ErrorWordsOf<
  | 'usage'
  | 'unknown-subcommand'
  | 'unknown-command'
  | 'project-missing'
  | 'project-not-found'
  | 'bad-project'
  | 'bad-deployment'
  | 'deployment-not-found'
  | 'text-too-long'
  | 'bad-value'
  | 'unknown-filter'
  | 'foreign-url'
  | 'control-unknown'
  | 'card-unknown'
  | 'card-outdated'
  | 'watch-not-found'
  | 'watch-of-others'
  | 'watch-marked'
  | 'watch-from-file'
  | 'watch-unreadable'
  | 'watch-answered'
  | 'watch-changed'
  | 'watcher-blind'
> = {
  usage: (facts, commands) => ({
    say: `I could not read that: ${facts.phrase('problem', 'something is missing')}.`,
    next: facts.has('usage')
      ? `Write it like this: ${facts.code('usage', '')}`
      : `\`${commands.deploy} help\` shows how each command is written.`,
  }),
  'unknown-subcommand': (facts, commands) => ({
    say: `I don't know ${subcommand(facts.raw('command'), facts.raw('typed')) || 'that command'}.${suggestion(subcommand(facts.raw('command'), facts.raw('suggestion')))}`,
    next: `${code(`${facts.raw('command') ?? commands.deploy} help`)} lists what I know.`,
  }),
  'unknown-command': (facts, commands) => ({
    say: `I don't know the command ${facts.code('command', 'you sent')}.${suggestion(facts.code('suggestion', ''))}`,
    next: `Mine are \`${commands.deploy}\`, \`${commands.env}\` and \`${commands.slipway}\`; add \`help\` to any of them.`,
  }),
  'project-missing': (facts, commands) => ({
    say: facts.has('watched')
      ? `Which project do you mean? This channel watches ${both(facts.codes('watched'))}.`
      : 'Which project do you mean? This channel watches none.',
    next: facts.has('watched')
      ? `Add its name to the command${facts.has('example') ? `, e.g. ${facts.code('example', '')}` : ''}.`
      : `Name it, e.g. \`group/app\`, or set one up here with \`${commands.slipway} watch group/app\`.`,
  }),
  'project-not-found': (facts) => ({
    say: `GitLab shows you no project ${facts.code('project', 'of that name')}.`,
    next: 'Check the spelling (it is the path in the address, like `group/app`) and that you are a member of it.',
  }),
  'bad-project': (facts) => ({
    say: `${facts.code('text', 'That')} is not a project.`,
    next: 'Write its path like `group/app`, its number, or paste its GitLab address.',
  }),
  'bad-deployment': (facts, commands) => ({
    say: `${facts.code('text', 'That')} is not a deployment.`,
    next: `Use its number as \`${commands.deploy} list\` shows it, or paste its GitLab address.`,
  }),
  'deployment-not-found': (facts, commands) => ({
    say: `GitLab shows you no deployment ${facts.code('deployment', 'of that number')}${facts.has('project') ? ` in ${facts.code('project', '')}` : ''}.`,
    next: `\`${commands.deploy} list\` shows the newest ones.`,
  }),
  'text-too-long': (facts) => ({
    say: `That is too long: I read up to ${facts.raw('limit') ?? 'a few thousand'} characters after a command, so nothing was done.`,
    next: 'Say it in fewer words.',
  }),
  'bad-value': (facts, commands) => ({
    say: `${facts.code('value', 'That value')} does not fit ${facts.code('option', 'here')}${facts.has('with') ? ` together with ${facts.code('with', '')}` : ''}.`,
    next: whatFits(facts) ?? `\`${commands.deploy} help\` shows what fits.`,
  }),
  'unknown-filter': (facts, commands) => ({
    say: `I don't know the filter ${facts.code('filter', 'you used')}.${suggestion(facts.code('suggestion', ''))}`,
    next: facts.has('known')
      ? `Here you can use ${both(facts.codes('known'))}.`
      : facts.has('usage')
        ? `Write it like this: ${facts.code('usage', '')}`
        : `\`${commands.deploy} help\` shows the filters of each command.`,
  }),
  'foreign-url': (facts) => ({
    say: `That address is not on ${facts.text('host', 'our GitLab')}, so I did not open it.`,
    next: `Paste an address of ${facts.text('host', 'our GitLab')}, or write the project as \`group/app\`.`,
  }),
  'control-unknown': (_facts, commands) => ({
    say: "I don't recognise this button. Nothing was changed.",
    next: `The message may be from an older version; \`${commands.deploy} pending\` shows what waits now.`,
  }),
  'card-unknown': (_facts, commands) => ({
    say: 'I no longer know this card. Nothing was changed.',
    next: `\`${commands.deploy} pending\` shows what waits now.`,
  }),
  'card-outdated': (facts) => ({
    say: `${facts.has('deployment') ? `Deployment #${facts.text('deployment', '')}` : 'The deployment'} changed while you were reading. Nothing was approved or run.`,
    next: 'The card now shows what is true; look again and decide there.',
  }),
  'watch-not-found': (facts, commands) => ({
    say: facts.has('direct')
      ? `No direct messages about ${facts.code('project', 'any project')} come to you.`
      : `This channel does not watch ${facts.code('project', 'that project')}.`,
    next: `\`${commands.slipway} watches\` shows what it watches, and what comes to you alone.`,
  }),
  'watch-of-others': (facts) => ({
    say: `Somebody else set this watch up, and GitLab does not let you read the deployments of ${facts.code('project', 'that project')}. It was left as it is.`,
    next: 'Ask whoever set it up, somebody who may read the project, or a Slack admin to end it.',
  }),
  'watch-marked': (facts) => ({
    say: `This watch has approvals of ${facts.code('project', 'its project')} confirmed in the browser, and it is not for you to take that away. It was left as it is.`,
    next: 'Ask whoever set it up, or one of those who run Slipway.',
  }),
  'watch-from-file': (facts) => ({
    say: `The watch of ${facts.code('project', 'this project')} comes from the operators' file, so it is not changed or ended here. It was left as it is.`,
    next: 'Ask those who run Slipway to change it in the file (`WATCHES_FILE`) and restart.',
  }),
  'watch-unreadable': (facts) => ({
    say: `GitLab does not let you read the deployments of ${facts.code('project', 'that project')}, so they can't come here in your name. Nothing was changed.`,
    next: 'Somebody who may read them can keep the watch; or ask a maintainer for the Reporter role, and press again.',
  }),
  'watch-answered': (facts, commands) => ({
    say: `This question about ${facts.code('project', 'a watch')} was settled already. Nothing was changed by this click.`,
    next: `\`${commands.slipway} watches\` shows what this channel watches.`,
  }),
  'watch-changed': (facts, commands) => ({
    say: `${facts.has('project') ? `The watch of ${facts.code('project', '')}` : 'This watch'} was changed, ended or undone meanwhile, or the button is too old. Nothing was done by this click.`,
    next: `\`${commands.slipway} watches\` shows what this channel watches.`,
  }),
  'watcher-blind': (facts) => ({
    say: `You can see ${facts.code('project', 'this project')} in GitLab, but Slipway's own reading token can't. Nothing was set up.`,
    next: "Ask whoever runs Slipway to give that token's account the Reporter role in the project.",
  }),
};

function whatFits(facts: FactReader): string | undefined {
  if (facts.has('known')) return `Use ${either(facts.codes('known'))}.`;
  if (facts.has('takes')) return `It takes ${facts.phrase('takes', '')}.`;
  if (facts.has('usage')) return `Write it like this: ${facts.code('usage', '')}`;
  return facts.has('with') ? 'Leave one of the two out.' : undefined;
}

/** `/deploy list` in a code span; empty without a word. */
const subcommand = (command: string | undefined, word: string | undefined): string =>
  word === undefined ? '' : code(command === undefined ? word : `${command} ${word}`);

const suggestion = (word: string): string => (word === '' ? '' : ` Did you mean ${word}?`);
