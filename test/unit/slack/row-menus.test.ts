import { describe, expect, it } from 'vitest';
import { ProjectId } from '../../../src/core/ids.ts';
import { brokenLimits } from '../../../src/slack/limits.ts';
import { deploymentOptions, type Row, rowBlocks } from '../../../src/slack/row-menus.ts';
import { decodeDeploymentRow, decodeEnvironmentRow, encodeRow } from '../../../src/slack/row-values.ts';
import { cardView } from './card-builder.ts';

const HOST = 'gitlab.example.com';
const { project, deployment } = cardView('awaiting-approval');
const options = deploymentOptions({ project, deployment, phase: 'awaiting-approval' }, HOST);
const rowsOf = (count: number, length: number): Row[] =>
  Array.from({ length: count }, () => ({ text: 'x'.repeat(length), options }));
const menus = (blocks: readonly object[]): number => blocks.filter((block) => 'accessory' in block).length;

describe('rows with menus', () => {
  it('have a menu each, ten on a page', () => {
    const blocks = rowBlocks(rowsOf(10, 300), 'deployment-row:');
    expect(menus(blocks)).toBe(10);
    expect(JSON.stringify(blocks)).toContain('Open in GitLab');
    expect(brokenLimits(blocks)).toEqual([]);
  });

  it('lose the way to GitLab first where they are long: the line links there too', () => {
    const blocks = rowBlocks(rowsOf(17, 200), 'deployment-row:');
    expect(menus(blocks)).toBe(17);
    expect(JSON.stringify(blocks)).not.toContain('Open in GitLab');
    expect(brokenLimits(blocks)).toEqual([]);
  });

  it.each([
    [20, 600],
    [50, 100],
  ])('lose the menus where %i rows of %i characters are too much for a message', (count, length) => {
    const blocks = rowBlocks(rowsOf(count, length), 'deployment-row:');
    expect(menus(blocks)).toBe(0);
    expect(blocks).toHaveLength(count / 5);
  });

  it.each([
    ['production', null, 'Show and approve…'],
    ['staging', 'production', 'Show and approve…'],
    ['staging', 'staging', 'Show'],
    ['production', 'testing', 'Show'],
  ])('of %s with the tier %s begin with "%s"', (name, tier, first) => {
    const row = { ...deployment, environment: { ...deployment.environment, name } };
    const [option] = deploymentOptions({ project, deployment: row, phase: 'awaiting-approval', tier }, HOST);
    expect(option?.text.text).toBe(first);
  });
});

describe('the value of an entry', () => {
  it('comes back as it was, and fits into an option', () => {
    const row = {
      project: ProjectId.parse(Number.MAX_SAFE_INTEGER),
      deployment: deployment.id,
      entry: 'changes',
    };
    const text = encodeRow({ ...row, entry: 'changes' });
    expect(text.length).toBeLessThanOrEqual(150);
    expect(decodeDeploymentRow(text)).toEqual(row);
    expect(decodeEnvironmentRow(text)).toBeUndefined();
  });

  it.each(['', '[]', 'null', '{"project":"1","deployment":1,"entry":"show"}', `{"x":"${'y'.repeat(200)}"}`])(
    'is nothing where we did not write it: %j',
    (text) => {
      expect(decodeDeploymentRow(text)).toBeUndefined();
    },
  );
});
