/** Where the model and its package lie, and what the environment says about them. */
import path from 'node:path';
import { FlowdeckError } from '../../domain/errors.js';
import type { Environment } from '../../platform/environment.js';
import { personalDirectory } from '../../platform/xdg.js';
import type { ModelDefinition } from './definition.js';

/** flowdeck's own copies, in the user's cache and data directories; none of them need exist. */
export interface OwnPlaces {
  /** Holds all below but the package. */
  readonly models: string;
  /** The installed model. */
  readonly model: string;
  /** The archive while it arrives, and beside it what is known of it. */
  readonly part: string;
  readonly lock: string;
  /** What is remembered of shared copies, which are never written. */
  readonly sharedRecords: string;
  readonly packages: string;
  /** The folder that npm installs the package into. */
  readonly packageRoot: string;
}

/** Null without a home. */
export function ownPlaces(environment: Environment, definition: ModelDefinition): OwnPlaces | null {
  const cache = personalDirectory('XDG_CACHE_HOME', environment);
  const data = personalDirectory('XDG_DATA_HOME', environment);
  if (cache === null || data === null) return null;
  const models = path.join(cache, 'models');
  const packages = path.join(data, 'packages');
  return {
    models,
    model: path.join(models, definition.name),
    part: path.join(models, `${definition.archive.name}.part`),
    lock: path.join(models, `${definition.name}.lock`),
    sharedRecords: path.join(models, 'shared'),
    packages,
    packageRoot: path.join(packages, `${definition.package.name}-${definition.package.version}`),
  };
}

/** @throws FlowdeckError model.no_home */
export function requireOwnPlaces(environment: Environment, definition: ModelDefinition): OwnPlaces {
  const places = ownPlaces(environment, definition);
  if (places === null) {
    throw new FlowdeckError('model.no_home', 'The environment names no home to keep the model in.');
  }
  return places;
}

/** The copy that FLOWDECK_MODEL_DIR names, absolute; null without. */
export function sharedDirectory(environment: Environment): string | null {
  const value = given(environment, 'FLOWDECK_MODEL_DIR');
  return value === null ? null : path.resolve(value);
}

/** Whether FLOWDECK_OFFLINE forbids to ask the network: any value but 0, false, no and off. */
export function isOffline(environment: Environment): boolean {
  const value = given(environment, 'FLOWDECK_OFFLINE');
  return value !== null && !['0', 'false', 'no', 'off'].includes(value.toLowerCase());
}

/**
 * Where the archive is fetched from: what FLOWDECK_MODEL_URL names, which may be the folder that holds it.
 *
 * @throws FlowdeckError model.url_invalid
 */
export function archiveUrl(environment: Environment, { archive }: ModelDefinition): URL {
  const value = given(environment, 'FLOWDECK_MODEL_URL');
  if (value === null) return new URL(archive.url);
  const url = URL.canParse(value) ? new URL(value) : null;
  if (url === null || !['http:', 'https:'].includes(url.protocol)) {
    throw new FlowdeckError('model.url_invalid', 'FLOWDECK_MODEL_URL is no http or https address.');
  }
  return url.pathname.endsWith('/') ? new URL(archive.name, url) : url;
}

/** An address as messages show it: without what may be secret in it. */
export function shownUrl(url: URL): string {
  return `${url.origin}${url.pathname}`;
}

function given(environment: Environment, name: string): string | null {
  const value = environment[name]?.trim();
  return value === undefined || value === '' ? null : value;
}
