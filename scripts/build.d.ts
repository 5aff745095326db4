export function bundle(options?: { outdir?: string; testBuild?: boolean }): Promise<void>;
