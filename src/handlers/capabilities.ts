import { approve } from './actions/approve.ts';
import { cancel } from './actions/cancel.ts';
import { cancelLink } from './actions/cancel-link.ts';
import { chooseRule } from './actions/choose-rule.ts';
import { confirm } from './actions/confirm.ts';
import { connectLink } from './actions/connect-link.ts';
import { deploymentRow } from './actions/deployment-row.ts';
import { detailsApprove } from './actions/details-approve.ts';
import { detailsRun } from './actions/details-run.ts';
import { editWatch } from './actions/edit-watch.ts';
import { environmentRow } from './actions/environment-row.ts';
import { keepWatch } from './actions/keep-watch.ts';
import { more } from './actions/more.ts';
import { moveLink } from './actions/move-link.ts';
import { openLink } from './actions/open-link.ts';
import { pageHistory } from './actions/page-history.ts';
import { pageList } from './actions/page-list.ts';
import { reject } from './actions/reject.ts';
import { rejectOlder } from './actions/reject-older.ts';
import { rejectOlderNow } from './actions/reject-older-now.ts';
import { retry } from './actions/retry.ts';
import { run } from './actions/run.ts';
import { showLog } from './actions/show-log.ts';
import { showShips } from './actions/show-ships.ts';
import { stopEnds } from './actions/stop-ends.ts';
import { stopWatch } from './actions/stop-watch.ts';
import { testWatch } from './actions/test-watch.ts';
import { undoWatch } from './actions/undo-watch.ts';
import { watchRow } from './actions/watch-row.ts';
import { help as deployHelp } from './commands/deploy/help.ts';
import { help as envHelp } from './commands/env/help.ts';
import { help as slipwayHelp } from './commands/slipway/help.ts';
import { deployCommands } from './deploy-commands.ts';
import { envCommands } from './env-commands.ts';
import { slipwayCommands } from './slipway-commands.ts';
import { approve as approveView } from './views/approve.ts';
import { form } from './views/form.ts';
import { reject as rejectView } from './views/reject.ts';
import { rejectOlder as rejectOlderView } from './views/reject-older.ts';
import { ships } from './views/ships.ts';
import { watchForm } from './views/watch-form.ts';

/** Every capability there is. A test walks the folders and fails when a file is missing here. */
export const CAPABILITIES = {
  commands: [...deployCommands, deployHelp, ...envCommands, envHelp, ...slipwayCommands, slipwayHelp],
  actions: [
    approve,
    reject,
    more,
    run,
    retry,
    showLog,
    rejectOlder,
    rejectOlderNow,
    stopEnds,
    chooseRule,
    confirm,
    cancel,
    connectLink,
    moveLink,
    cancelLink,
    deploymentRow,
    detailsApprove,
    detailsRun,
    environmentRow,
    pageList,
    pageHistory,
    openLink,
    showShips,
    keepWatch,
    stopWatch,
    testWatch,
    watchRow,
    editWatch,
    undoWatch,
  ],
  views: [approveView, ships, rejectView, rejectOlderView, form, watchForm],
};
