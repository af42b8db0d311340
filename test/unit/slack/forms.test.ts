import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { checkView } from '../../../sandbox/slack/block-kit/check-blocks.ts';
import type { JsonObject } from '../../../sandbox/slack/json.ts';
import { FORM_NAMES, type FormView } from '../../../src/core/forms.ts';
import { ChannelId, DeploymentId, ProjectId, SlackUserId, TeamId } from '../../../src/core/ids.ts';
import { formModal } from '../../../src/slack/modals/form.ts';
import { decodeFormReference } from '../../../src/slack/modals/form-reference.ts';

const aForm = (changes: Partial<FormView> = {}): FormView => ({
  op: 'create-deployment',
  person: { team: TeamId.parse('T1'), user: SlackUserId.parse('U1') },
  channel: ChannelId.parse('C1'),
  values: {},
  project: { id: ProjectId.parse(7), path: 'acme/shop' },
  watched: [],
  choices: {
    environments: ['production'],
    allEnvironments: true,
    refs: ['main'],
    deployments: [],
    removable: {},
  },
  ...changes,
});

/** Slack's answer to a view, as the stand-in gives it; what travels is plain JSON. */
const refusal = (form: FormView, words?: string) =>
  checkView(JSON.parse(JSON.stringify(formModal(form, words))) as JsonObject, 'modal');

const blocksOf = (form: FormView): string[] =>
  formModal(form).blocks.flatMap((block) => (block.block_id === undefined ? [] : [block.block_id]));

describe('a form', () => {
  it('is taken by Slack whatever GitLab and people call things', () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...FORM_NAMES),
        fc.array(fc.string({ maxLength: 300 }), { maxLength: 130 }),
        fc.string({ maxLength: 4_000 }),
        fc.boolean(),
        (op, names, text, known) => {
          const form = aForm({
            op,
            ...(known ? {} : { project: undefined }),
            values: {
              environment: text,
              ref: text,
              url: text,
              description: text,
              deployment: text,
              name: text,
            },
            choices: {
              environments: names,
              allEnvironments: names.length <= 100,
              removable: { url: text, description: text, agent: '' },
              refs: names,
              deployments: names.slice(0, 3).map((name, index) => ({
                id: DeploymentId.parse(index + 1),
                environment: name,
                ref: text,
                sha: text,
                status: name,
              })),
            },
          });
          expect(refusal(form)).toBeUndefined();
        },
      ),
    );
  });

  it('asks for an environment that exists in a select alone, where all of them are in it', () => {
    const update = aForm({ op: 'update-environment' });
    expect(blocksOf(update)).toContain('choice-environment');
    expect(blocksOf(update)).not.toContain('text-environment');
    const many = { ...update.choices, allEnvironments: false };
    expect(blocksOf({ ...update, choices: many })).toContain('text-environment');
    const long = { ...update.choices, environments: ['x'.repeat(200)] };
    expect(blocksOf({ ...update, choices: long })).toContain('text-environment');
  });

  it('offers the watched projects where none is settled', () => {
    const watched = [{ id: ProjectId.parse(7), path: 'acme/shop' }];
    expect(blocksOf(aForm({ project: undefined, watched }))).toEqual(
      expect.arrayContaining(['choice-project', 'text-project']),
    );
    expect(blocksOf(aForm({ project: undefined }))).not.toContain('choice-project');
  });

  it('remembers small ids only', () => {
    const { private_metadata } = formModal(aForm({ values: { sha: 'abc' } }));
    expect(decodeFormReference(String(private_metadata))).toEqual({
      op: 'create-deployment',
      channel: 'C1',
      project: 7,
    });
  });
});
