/** Dialogs as boxes of lines over the panes, each kind in a file of its own. */
import type { Dialog } from '../state/cockpit-state.js';
import type { Box } from './box.js';
import { confirmBox } from './confirm.js';
import { helpBox } from './help.js';
import { pickerBox } from './picker.js';
import { promptBox } from './prompt.js';
import { readerBox } from './reader.js';
import type { DialogView } from './view.js';

export { atBottom, framed, padLine, type Box } from './box.js';
export { failureLines, noticeBox } from './notice.js';
export { pickerKeyAt, pickerLayout } from './picker.js';
export { readerPage } from './reader.js';
export type { DialogView } from './view.js';

export function dialogBox(dialog: Dialog, view: DialogView): Box {
  switch (dialog.type) {
    case 'prompt':
      return promptBox(dialog, view);
    case 'confirm':
      return confirmBox(dialog, view);
    case 'help':
      return helpBox(dialog, view);
    case 'reader':
      return readerBox(dialog, view);
    case 'picker':
      return pickerBox(dialog, view);
  }
}
