/** What an installation reports while it runs; who prints it decides how. */
export type InstallProgress =
  | {
      readonly phase: 'download';
      /** In bytes, with what an earlier attempt left. */
      readonly received: number;
      /** Null where the server does not say. */
      readonly total: number | null;
    }
  | { readonly phase: 'retry'; readonly reason: string }
  | { readonly phase: 'check' | 'extract' | 'copy' }
  | { readonly phase: 'package'; readonly name: string; readonly version: string };

export type OnProgress = (progress: InstallProgress) => void;
