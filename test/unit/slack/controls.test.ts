import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ChannelId, MessageTs, ProjectId, UserGroupId } from '../../../src/core/ids.ts';
import {
  ACTION,
  BLOCK,
  decodeControl,
  decodeMenu,
  encodeControl,
  encodeMenu,
} from '../../../src/slack/ids.ts';
import { brokenLimits, withinLimits } from '../../../src/slack/limits.ts';
import {
  decodeListQuery,
  deploymentList,
  encodeListQuery,
  type ListQuery,
} from '../../../src/slack/lists.ts';
import { slackLogger } from '../../../src/slack/logger.ts';
import { approveModal } from '../../../src/slack/modals/approve.ts';
import { type ApproversView, approversModal } from '../../../src/slack/modals/approvers.ts';
import { decodeReference } from '../../../src/slack/modals/card-reference.ts';
import { errorModal } from '../../../src/slack/modals/error.ts';
import { loadingModal } from '../../../src/slack/modals/message.ts';
import { rejectModal } from '../../../src/slack/modals/reject.ts';
import {
  BlockActions,
  controlValue,
  placeOfClick,
  SlashCommand,
  ViewSubmission,
} from '../../../src/slack/payloads.ts';
import { section } from '../../../src/slack/text-objects.ts';
import { chosenIn, isTicked, typedIn } from '../../../src/slack/view-input.ts';
import { commandNames } from '../../../src/slack/words/commands.ts';
import { CARD_ID, cardView, deployment, GITLAB_HOST, person, REVISION, slackUser } from './card-builder.ts';
import { recordingLog } from './loopback-slack.ts';
import { buttonNamed, controls, textOf } from './reading.ts';

const control = { card: CARD_ID, revision: REVISION };

describe('the value of a control', () => {
  it('comes back as it went, extra included', () => {
    expect(decodeControl(encodeControl(control))).toEqual(control);
    expect(decodeControl(encodeControl({ ...control, extra: 'Ünï . <x>' }))).toEqual({
      ...control,
      extra: 'Ünï . <x>',
    });
    expect(decodeMenu(encodeMenu('approvers', control))).toEqual({ entry: 'approvers', value: control });
  });

  it.each([
    '',
    '.',
    '..',
    'x',
    `${CARD_ID}`,
    `${CARD_ID}.`,
    `${CARD_ID}.${REVISION}.`,
    `${CARD_ID}.${REVISION}.a.b`,
    `${CARD_ID}.${REVISION}.%%`,
    `${CARD_ID.toUpperCase()}.${REVISION}`,
    ` ${CARD_ID}.${REVISION}`,
    '{"card":1}',
    "' OR 1=1 --",
    '__proto__',
    `${CARD_ID}.${REVISION}.${'a'.repeat(2_001)}`,
  ])('is nothing when forged: %s', (junk) => {
    expect(decodeControl(junk)).toBeUndefined();
    expect(decodeMenu(`ships:${junk}`)).toBeUndefined();
    expect(decodeMenu(junk)).toBeUndefined();
  });

  it('never throws, whatever comes', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 3_000 }), (junk) => {
        decodeControl(junk);
        decodeMenu(junk);
        decodeReference(junk);
        decodeListQuery(junk);
      }),
    );
  });

  it('gives every action and block its own id', () => {
    const ids = [...Object.values(ACTION), ...Object.values(BLOCK)];
    expect(new Set(ids).size).toBe(ids.length);
  });
});

describe('the modals', () => {
  const reference = { ...control, channel: ChannelId.parse('C1'), message: MessageTs.parse('1.1') };
  const subject = { sha: 'a1b2c3d4e5f6', ref: 'v2.14.0', environment: 'production' };

  it('repeat exactly what is approved', () => {
    const view = approveModal(reference, subject, []);
    expect(textOf(view)).toContain('*You are approving a1b2c3d4 (v2.14.0) to production*');
    expect(decodeReference(view.private_metadata ?? '')).toEqual(reference);
    expect(textOf(rejectModal(reference, subject))).toContain(
      '*You are rejecting a1b2c3d4 (v2.14.0) to production*',
    );
  });

  it('ask for the rule only where there is a choice', () => {
    expect(JSON.stringify(approveModal(reference, subject, ['Security']))).not.toContain(ACTION.approveAs);
    expect(JSON.stringify(approveModal(reference, subject, ['Security', 'Security']))).not.toContain(
      ACTION.approveAs,
    );
    expect(controls({ text: '', blocks: [] })).toEqual([]);
    expect(buttonNamed(approveModal(reference, subject, ['Security', 'QA']), 'QA')?.value).toBe('QA');
  });

  it('want a reason for a rejection and none for an approval', () => {
    const reason = rejectModal(reference, subject).blocks.find((block) => block.type === 'input');
    expect(reason).toMatchObject({ element: { max_length: 255 } });
    expect(reason).not.toHaveProperty('optional');
    expect(approveModal(reference, subject, []).blocks[1]).toMatchObject({
      optional: true,
      element: { max_length: 255 },
    });
  });

  it('name the people of each rule, the user group that stands for them, and what the reader may do', () => {
    const [tally] = cardView('awaiting-approval').tallies;
    if (tally === undefined) throw new Error('the builder has a rule');
    const you = { as: ['Security'], voted: false, requested: false };
    const slackUsers = new Map([[2, slackUser('UKIM')]]);
    const people = { known: [person(2, 'Kim'), person(3, 'Ana')] };
    const draw = (change: Partial<ApproversView['rules'][number]>, standing: Partial<typeof you> = {}) => {
      const rules = [{ tally, people, userGroup: undefined, ...change }];
      return textOf(approversModal(subject, { rules, you: { ...you, ...standing }, slackUsers }));
    };
    expect(draw({})).toContain('*Security: 0 of 2*\nCan approve: <@UKIM>, Ana');
    expect(draw({})).toContain('*You can approve* as Security.');
    expect(draw({ userGroup: UserGroupId.parse('S0SEC') })).toContain(
      'Can approve: <!subteam^S0SEC>, <@UKIM>, Ana',
    );
    expect(draw({ people: { unknown: 'hidden' } })).toContain('does not let you see who belongs');
    expect(draw({ people: { unknown: 'failed' } })).toContain('did not answer');
    expect(draw({ people: { known: [] } })).toContain('Nobody is left');
    expect(draw({ tally: { ...tally, missing: 0 } })).toContain('Met already');
    expect(draw({}, { as: [] })).toContain('None of the rules still open names you');
    expect(draw({}, { as: [], voted: true })).toContain('You have voted already');
    expect(draw({}, { requested: true })).toContain('You started this deployment');
    expect(textOf(approversModal(subject, { rules: [], you, slackUsers }))).toContain('no approvals');
  });

  it('stay within Slack’s limits', () => {
    const views = [
      approveModal(
        reference,
        subject,
        Array.from({ length: 200 }, (_, index) => `Rule ${index}`),
      ),
      rejectModal(reference, subject),
      loadingModal(),
      errorModal({ code: 'internal', facts: {}, reference: 'x' }, commandNames()),
    ];
    for (const view of views) {
      expect(brokenLimits(view.blocks, 100)).toEqual([]);
      for (const label of [view.title, view.submit, view.close])
        expect(label?.text.length ?? 0).toBeLessThanOrEqual(24);
    }
  });
});

describe('the deployment list', () => {
  const settings = { gitlabHost: GITLAB_HOST, commands: commandNames() };
  const { project } = cardView('running');
  const row = { project, deployment: deployment(), phase: 'awaiting-approval' } as const;
  const list = {
    kind: 'list',
    projectPath: 'acme/shop',
    rows: [row],
    page: 1,
    previous: undefined,
    next: undefined,
  } as const;

  it('has one line a deployment', () => {
    const text = textOf(deploymentList(list, settings));
    expect(text).toContain('*Deployments* in acme/shop');
    expect(text).toMatch(
      /\|#4711> · \*Approval needed\* · production · `v2.14.0` · `a1b2c3d4` · by Dana Ruiz · <!date/u,
    );
    expect(textOf(deploymentList({ ...list, projectPath: undefined }, settings))).toContain(
      'acme/shop → production',
    );
  });

  it('pages by buttons that carry the query', () => {
    const next: ListQuery = {
      kind: 'list',
      project: ProjectId.parse(7),
      filters: { env: 'production' },
      page: 2,
    };
    const message = deploymentList({ ...list, next }, settings);
    expect(controls(message)).toContain('Next');
    expect(decodeListQuery(String(buttonNamed(message, 'Next')?.value))).toEqual(next);
  });

  it('has no button whose query would not fit', () => {
    const filters = Object.fromEntries(Array.from({ length: 8 }, (_, key) => [`k${key}`, 'x'.repeat(400)]));
    const next: ListQuery = { kind: 'list', filters, page: 2 };
    expect(encodeListQuery(next)).toBeUndefined();
    expect(controls(deploymentList({ ...list, next }, settings))).not.toContain('Next');
  });

  it('says what to do when it is empty', () => {
    expect(textOf(deploymentList({ ...list, rows: [] }, settings))).toContain('Loosen the filters');
    expect(textOf(deploymentList({ ...list, kind: 'pending', rows: [] }, settings))).toContain(
      'Nothing waits right now',
    );
    expect(textOf(deploymentList({ ...list, rows: [], page: 3 }, settings))).toContain('Go back one page');
  });

  it('holds a page of fifty within Slack’s limits, its buttons kept', () => {
    const next: ListQuery = { kind: 'list', filters: {}, page: 2 };
    const rows = Array.from({ length: 50 }, () => row);
    const message = deploymentList({ ...list, rows, next }, settings);
    expect(brokenLimits(message.blocks)).toEqual([]);
    expect(controls(message)).toEqual(['Next']);
  });
});

describe('the guard before sending', () => {
  it('drops what Slack would refuse and keeps the rest', () => {
    const bad = { type: 'section', text: { type: 'mrkdwn', text: 'x'.repeat(3_001) } } as const;
    const guarded = withinLimits({ text: 'x'.repeat(9_000), blocks: [section('kept'), bad] });
    expect(guarded.blocks).toEqual([section('kept')]);
    expect(guarded.text.length).toBeLessThan(4_000);
    expect(
      brokenLimits(
        withinLimits({ text: '', blocks: Array.from({ length: 70 }, () => section('y'.repeat(900))) }).blocks,
      ),
    ).toEqual([]);
  });
});

describe('what Slack sends', () => {
  const click = {
    type: 'block_actions',
    user: { id: 'U1', team_id: 'T2' },
    team: { id: 'T1' },
    api_app_id: 'A1',
    trigger_id: 't',
    container: { type: 'message', message_ts: '1.2', channel_id: 'C1', is_ephemeral: false },
    actions: [{ type: 'overflow', action_id: 'card-more', selected_option: { text: {}, value: 'ships:x' } }],
  };

  it('a click: where it happened and what was chosen, also without the message itself', () => {
    const payload = BlockActions.parse(click);
    expect(placeOfClick(payload)).toEqual({ channel: 'C1', message: '1.2' });
    expect(payload.actions.map(controlValue)).toEqual(['ships:x']);
    expect(payload.user.team_id).toBe('T2');
  });

  it.each([
    { actions: [] },
    { user: { id: '<!channel>' } },
    { actions: [{ type: 'button', action_id: 'a', value: 'x'.repeat(3_001) }] },
  ])('a click that is malformed is refused: %j', (changes) =>
    expect(BlockActions.safeParse({ ...click, ...changes }).success).toBe(false),
  );

  it('a command without text', () => {
    const body = {
      command: '/deploy',
      team_id: 'T1',
      user_id: 'U1',
      channel_id: 'C1',
      response_url: 'https://hooks.slack.com/x',
    };
    expect(SlashCommand.parse(body).text).toBe('');
  });

  it('a modal: what was typed, chosen and ticked; empty means absent', () => {
    const values = {
      a: { b: { type: 'plain_text_input', value: '  hello ' } },
      c: { d: { type: 'static_select', selected_option: { value: 'QA' } } },
      e: { f: { type: 'checkboxes', selected_options: [{ value: 'run' }] } },
      g: { h: { type: 'plain_text_input', value: null } },
    };
    const submission = ViewSubmission.parse({
      type: 'view_submission',
      user: { id: 'U1' },
      view: { id: 'V1', callback_id: 'modal-approve', state: { values } },
    });
    expect(typedIn(submission, 'a', 'b')).toBe('hello');
    expect(typedIn(submission, 'g', 'h')).toBeUndefined();
    expect(typedIn(submission, '__proto__', 'toString')).toBeUndefined();
    expect(chosenIn(submission, 'c', 'd')).toBe('QA');
    expect(isTicked(submission, 'e', 'f', 'run')).toBe(true);
    expect(isTicked(submission, 'e', 'f', 'other')).toBe(false);
  });
});

describe('the log of Slack’s library', () => {
  it.each([
    'xoxb-123-abc',
    'xapp-1-A-2',
    'Bearer abc.def',
    'https://hooks.slack.com/actions/T1/2/abc',
    'glpat-abcdefgh',
    '"trigger_id":"123.abc"',
    'token=secretvalue',
    '"response_url":"http://127.0.0.1/x"',
  ])('redacts %s', (secret) => {
    const log = recordingLog();
    slackLogger(log).warn(`before ${secret} after`);
    const line = log.lines[0] ?? '';
    expect(line).toContain('[redacted]');
    expect(line).not.toContain(/[\w.]+"?$/u.exec(secret)?.[0] ?? secret);
    expect(line).toMatch(/^before .* after /u);
  });
});
