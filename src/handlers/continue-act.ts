import type { WaitingAct } from '../core/acts.ts';
import type { Binding } from './bind.ts';
import { continueClick } from './handle-click.ts';
import { continueCommand } from './handle-command.ts';

/** Carries out a command or a click that had to wait for its author to connect. */
export const continueAct = (binding: Binding, act: WaitingAct): Promise<void> =>
  act.kind === 'command' ? continueCommand(binding, act) : continueClick(binding, act);
