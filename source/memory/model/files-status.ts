import type { Manifest } from './manifest.js';

/** The model's files alone, without what runs them. */
export type FilesStatus =
  | {
      readonly state: 'ready';
      readonly directory: string;
      readonly shared: boolean;
      readonly modelId: string;
      /** Null for a shared copy that came without one. */
      readonly manifest: Manifest | null;
    }
  | {
      readonly state: 'missing' | 'damaged';
      readonly directory: string | null;
      readonly shared: boolean;
      readonly reason: string;
    };
