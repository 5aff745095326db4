/** Tells somebody who looks elsewhere: the terminal's bell, the desktop, an address. Never waits, never fails loudly. */
import { configurationValue, type StoredConfiguration } from '../../domain/configuration.js';
import type { InboxItem } from '../../domain/contract/coordination-calls.js';
import type { Delta } from '../../domain/contract/rows.js';
import { FlowdeckError, messageOf } from '../../domain/errors.js';
import type { Cockpit } from './cockpit.js';
import type { QueryFunction } from './load.js';
import {
  hear,
  lookedAt,
  mattersOf,
  nothingTold,
  staleMatters,
  tell,
  waitOf,
  type Notification,
} from './notifications.js';

/** How somebody is told. */
export interface Herald {
  bell(): void;
  desktop(notification: { readonly title: string; readonly text: string }): void;
  /** Rejects where it did not arrive. */
  webhook(address: string, body: unknown): Promise<void>;
}

export interface NotifierOptions {
  readonly cockpit: Cockpit;
  readonly query: QueryFunction;
  readonly herald: Herald;
  readonly actor: string;
  readonly now: () => number;
  readonly onError: (error: unknown) => void;
}

export class Notifier {
  readonly #options: NotifierOptions;
  #configuration: StoredConfiguration = {};
  #telling = nothingTold;
  #inbox: readonly InboxItem[] | null = null;
  #timer: NodeJS.Timeout | null = null;
  /** A failing address is told of once. */
  #hasFailed = false;

  constructor(options: NotifierOptions) {
    this.#options = options;
  }

  /** Resolves with the configuration as far as it is known. */
  async readConfiguration(): Promise<StoredConfiguration> {
    try {
      this.#configuration = await this.#options.query('configuration.stored', {});
    } catch (error) {
      this.#options.onError(error);
    }
    return this.#configuration;
  }

  /** A delta, before it is merged. */
  take(delta: Delta): void {
    const { cockpit, actor } = this.#options;
    if (delta.events.some(({ kind }) => kind === 'configuration_changed'))
      void this.readConfiguration();
    this.#hear(mattersOf(cockpit.data?.epics ?? [], delta, actor));
  }

  /** To be called after every change: agents become stale, and somebody may look again. */
  adjust(): void {
    const { state, data } = this.#options.cockpit;
    const inbox = data?.coordination.inbox ?? null;
    if (inbox !== this.#inbox) {
      const before = this.#inbox;
      this.#inbox = inbox;
      if (before && inbox) this.#hear(staleMatters(before, inbox));
    }
    if (!state.terminalFocused) return;
    this.#telling = lookedAt(this.#telling);
    this.stop();
  }

  stop(): void {
    if (this.#timer) clearTimeout(this.#timer);
    this.#timer = null;
  }

  #hear(matters: readonly Parameters<typeof hear>[1][number][]): void {
    const { cockpit, now } = this.#options;
    this.#telling = hear(this.#telling, matters, !cockpit.state.terminalFocused);
    const wait = waitOf(this.#telling, now());
    if (wait === null || this.#timer) return;
    this.#timer = setTimeout(() => {
      this.#timer = null;
      this.#tell();
    }, wait);
    this.#timer.unref();
  }

  #tell(): void {
    const { herald, cockpit, now } = this.#options;
    const { telling, notification } = tell(this.#telling, now());
    this.#telling = telling;
    if (!notification) return;
    const set = this.#configuration;
    const needed = notification.matters.some(({ kind }) => kind !== 'done');
    const rings = needed
      ? configurationValue(set, 'notifications.bell')
      : configurationValue(set, 'notifications.sound');
    if (rings) herald.bell();
    const title = cockpit.data?.projectName ?? 'flowdeck';
    if (configurationValue(set, 'notifications.desktop'))
      herald.desktop({ title, text: notification.text });
    const address = configurationValue(set, 'notifications.webhook_url');
    if (address !== null) this.#post(address, title, notification);
  }

  #post(address: string, project: string, { text, matters }: Notification): void {
    const { herald, onError } = this.#options;
    const events = matters.map(({ kind, id, text: sentence }) => ({ kind, id, text: sentence }));
    herald
      .webhook(address, { project, text, events })
      .then(() => {
        this.#hasFailed = false;
      })
      .catch((error: unknown) => {
        if (this.#hasFailed) return;
        this.#hasFailed = true;
        const message = `The webhook did not take a notification: ${messageOf(error)}`;
        onError(new FlowdeckError('notification.failed', message, { cause: error }));
      });
  }
}
