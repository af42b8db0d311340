import { z } from 'zod';
import { ChannelId, MessageTs, SlackUserId, TeamId } from '../core/ids.ts';
import type { SlackPerson } from '../core/person.ts';

const team = TeamId.optional().catch(undefined);
const user = SlackUserId.optional().catch(undefined);
const channel = ChannelId.optional().catch(undefined);
const ts = MessageTs.optional().catch(undefined);

/** Every place where Slack says who asks and where; each may be missing or not in Slack's way. */
const Source = z.object({
  team_id: team,
  user_id: user,
  channel_id: channel,
  team: z.object({ id: team }).nullish().catch(undefined),
  user: z.object({ id: user, team_id: team }).nullish().catch(undefined),
  channel: z.object({ id: channel }).nullish().catch(undefined),
  container: z.object({ channel_id: channel, message_ts: ts }).nullish().catch(undefined),
  message: z.object({ ts }).nullish().catch(undefined),
  event: z.object({ user, user_team: team, channel }).nullish().catch(undefined),
});

/** Who asked, and from where: as much as a request tells, for the record of one that is not served. */
export interface RequestSource {
  readonly person: SlackPerson | undefined;
  readonly channel: ChannelId | undefined;
  readonly message: MessageTs | undefined;
}

/** Reads any request of Slack's for its source; never throws. */
export function sourceOf(body: unknown): RequestSource {
  const source = Source.safeParse(body).data;
  const who = source?.user?.id ?? source?.user_id ?? source?.event?.user;
  const home = source?.user?.team_id ?? source?.event?.user_team ?? source?.team?.id ?? source?.team_id;
  return {
    person: who === undefined || home === undefined ? undefined : { team: home, user: who },
    channel:
      source?.channel?.id ?? source?.channel_id ?? source?.container?.channel_id ?? source?.event?.channel,
    message: source?.message?.ts ?? source?.container?.message_ts,
  };
}
