import { z } from 'zod';
import { canonicalJson } from './audit-chain.ts';
import { type GroupWatch, groupPattern } from './group-watch.ts';
import { ChannelId, ProjectId } from './ids.ts';
import { Watch } from './watch.ts';

/** What a watch says, whoever set it up. */
const Rule = Watch.pick({
  environments: true,
  tiers: true,
  refs: true,
  by: true,
  on: true,
  confirm: true,
  mention: true,
  mode: true,
});
type Rule = z.infer<typeof Rule>;

/** A watch as the operators' file declares it. */
export const DeclaredWatch = z.object({
  channel: ChannelId,
  /** What is watched, as it stands there: a path, or an id of GitLab. */
  of: z.discriminatedUnion('kind', [
    z.object({ kind: z.literal('project'), ref: z.union([ProjectId, z.string()]) }),
    z.object({ kind: z.literal('group'), ref: z.union([z.number().int().positive(), z.string()]) }),
  ]),
  rule: Rule,
});
export type DeclaredWatch = z.infer<typeof DeclaredWatch>;

/** A declared watch with what became of it. */
export const FileWatch = DeclaredWatch.extend({
  /** GitLab's id of the project or group, once it was read. */
  id: z.number().optional(),
  /** Why nothing comes of it. */
  trouble: z
    .object({
      /** `unreadable`: the bot's token does not see it; `twice`: another line of the file names the same. */
      code: z.enum(['unreadable', 'twice']),
      /** Epoch milliseconds. */
      since: z.number(),
    })
    .optional(),
});
export type FileWatch = z.infer<typeof FileWatch>;

/** Names a declared watch: a channel watches a project, or a group, once. GitLab's paths know no case. */
export const keyOf = ({ channel, of }: Pick<DeclaredWatch, 'channel' | 'of'>): string =>
  `${channel}/${of.kind}/${String(of.ref).toLowerCase()}`;

/** What is watched, as people write it: `acme/shop`, or `acme/*`. */
export const declaredPath = ({ of }: Pick<DeclaredWatch, 'of'>): string =>
  of.kind === 'group' ? groupPattern(String(of.ref)) : String(of.ref);

/** Whether a watch says what is declared, and nothing else. */
export const saysSame = (watch: Watch | GroupWatch, rule: Rule): boolean =>
  canonicalJson(Rule.parse(watch)) === canonicalJson(rule);

/** Whether two declarations are one and the same. */
export const isSameDeclaration = (one: DeclaredWatch, other: DeclaredWatch): boolean =>
  keyOf(one) === keyOf(other) && canonicalJson(one.rule) === canonicalJson(other.rule);
