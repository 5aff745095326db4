/** What the process that holds the model and the one that wants vectors say to each other. */

export type ToEmbedder =
  /** The first message, once. */
  | {
      readonly kind: 'load';
      readonly modelDirectory: string;
      /** Where the package that runs the model lies; null for the one beside the program. */
      readonly packageDirectory: string | null;
    }
  /** One text at a time: the next is sent when the answer is there. */
  | { readonly kind: 'embed'; readonly ticket: number; readonly text: string };

export type FromEmbedder =
  | { readonly kind: 'ready'; readonly dimensions: number }
  /** The model cannot be loaded; the process is of no use and waits for its end. */
  | { readonly kind: 'failed'; readonly reason: string }
  | { readonly kind: 'vector'; readonly ticket: number; readonly vector: Float32Array }
  | { readonly kind: 'refused'; readonly ticket: number; readonly reason: string };
