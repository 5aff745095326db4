/** The thread that the bundle is made of: the store with the whole service. */
import { Backend } from './backend.js';
import { hostStore } from './host.js';

await hostStore((data, onReopened) => Backend.open(data, onReopened));
