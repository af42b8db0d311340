import type { World } from './world.ts';

interface Trigger {
  userId: string;
  born: number;
  used: boolean;
  /** The dialog it was made in: only such a trigger may push. */
  viewId?: string;
}

/** Permission slips for opening dialogs: three seconds, one use. */
export class Triggers {
  private readonly world: World;
  private readonly lifeMs: number;
  private readonly known = new Map<string, Trigger>();

  constructor(world: World, lifeMs: number) {
    this.world = world;
    this.lifeMs = lifeMs;
  }

  /** A fresh trigger for what this person just did. */
  issue(userId: string, viewId?: string): string {
    const id = `${this.world.now()}.${this.world.nextSecret(5)}.${this.world.nextSecret(16)}`;
    const born = this.world.now();
    this.known.set(
      id,
      viewId === undefined ? { userId, born, used: false } : { userId, born, used: false, viewId },
    );
    return id;
  }

  /** Spends a trigger. @returns whose it was, or Slack's error word. */
  spend(id: string): Trigger | string {
    const trigger = this.known.get(id);
    if (trigger === undefined) return 'invalid_trigger_id';
    if (trigger.used) return 'exchanged_trigger_id';
    if (this.world.now() - trigger.born > this.lifeMs) return 'expired_trigger_id';
    trigger.used = true;
    return trigger;
  }
}
