export function bundle(options?: {
  outdir?: string;
  testBuild?: boolean;
  packagesInside?: boolean;
}): Promise<void>;
