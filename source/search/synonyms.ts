/**
 * Words that developers use for one thing. Each line is a group: a query for one of its words finds the others too,
 * below what was typed. What consists of several words is looked for by each of them, further below.
 */
import { splitWords } from './fold.js';

export const synonymGroups: readonly string[] = [
  'auth, authn, authentication, authenticate, login, log in, log on, signin, sign in, sso, credentials',
  'authz, authorization, authorisation, permission, permissions, access control, acl, rbac',
  'oauth, oidc, openid',
  'logout, signout, log out, sign out',
  'password, passphrase, passwd, pwd',
  'db, database, databases, datastore',
  'sql, query, queries',
  'sqlite, libsql, turso',
  'postgres, postgresql, pg, psql',
  'k8s, kubernetes, kube, kubectl',
  'helm, chart',
  'container, containers, docker, podman, oci',
  'ci, continuous integration, pipeline, workflow',
  'cd, continuous delivery, deployment, deploy, rollout, release',
  'i18n, internationalization, internationalisation, translation, translations, locale',
  'l10n, localization, localisation, locale',
  'a11y, accessibility, accessible, aria, screen reader',
  'o11y, observability, telemetry, monitoring, metrics',
  'ws, websocket, websockets, web socket, web sockets',
  'js, javascript, ecmascript',
  'ts, typescript',
  'py, python',
  'rb, ruby',
  'rs, rust',
  'golang, go lang',
  'md, markdown',
  'env, environment, environment variable',
  'cfg, conf, config, configuration, configure, settings, options, preferences',
  'deps, dep, dependency, dependencies, package, packages, library',
  'pkg, package, packages, module',
  'dir, directory, directories, folder, folders',
  'repo, repository, repositories',
  'pr, prs, pull request, merge request, mr',
  'vcs, git, version control',
  'fn, func, function, functions',
  'param, params, parameter, parameters, arg, args, argument, arguments',
  'var, variable, variables',
  'str, string, strings',
  'int, integer, integers',
  'bool, boolean, booleans',
  'err, error, errors, exception, exceptions, failure',
  'msg, message, messages',
  'req, request, requests',
  'res, resp, response, responses',
  'ui, interface, frontend, front end, gui',
  'ux, usability, user experience',
  'tui, terminal, console, tty',
  'cli, command line, shell',
  'api, endpoint, endpoints, rest',
  'gql, graphql',
  'rpc, grpc',
  'http, https',
  'tls, ssl, certificate, certificates',
  'url, uri, link, links',
  'dns, domain name, nameserver',
  'cdn, edge cache',
  'cors, cross origin',
  'xss, cross site scripting, injection',
  'csrf, xsrf, cross site request forgery',
  'jwt, token, tokens, bearer',
  'crypto, encryption, encrypt, cryptography',
  'perf, performance, speed, slow, latency',
  'mem, memory, ram, heap',
  'cpu, processor',
  'gc, garbage collection, garbage collector',
  'oom, out of memory',
  'async, asynchronous, await, promise, promises',
  'concurrency, concurrent, parallel, race, race condition',
  'lock, locks, mutex, locking',
  'thread, threads, worker, workers',
  'proc, process, processes',
  'tx, txn, transaction, transactions',
  'idx, index, indexes, indices',
  'fk, foreign key',
  'pk, primary key',
  'orm, object relational mapping',
  'migration, migrations, schema change, schema changes',
  'cache, caching, memoize, memoization',
  'ttl, time to live, expiry, expiration, expire',
  'cron, scheduler, schedule, scheduled job',
  'queue, queues, backlog',
  'mq, message queue, broker, kafka, rabbitmq',
  'test, tests, testing, spec, specs',
  'e2e, end to end',
  'qa, quality assurance',
  'tdd, test driven',
  'mock, mocks, stub, stubs, fake, fakes, test double',
  'flaky, intermittent, unstable, nondeterministic',
  'lint, linter, linting, eslint',
  'fmt, format, formatter, formatting, prettier',
  'bug, bugs, defect, defects, issue',
  'crash, crashes, panic, abort, segfault',
  'hang, hangs, freeze, stuck, deadlock',
  'fix, repair, patch, hotfix',
  'refactor, refactoring, restructure, rework',
  'docs, doc, documentation, readme',
  'log, logs, logging, logger',
  'img, image, images, picture',
  'btn, button, buttons',
  'nav, navigation, menu',
  'kb, keyboard, shortcut, shortcuts, hotkey, keybinding',
  'regex, regexp, regular expression, regular expressions',
  'utf8, unicode, encoding, charset',
  'tz, timezone, time zone, utc',
  'ts, timestamp, timestamps',
  'uuid, guid, identifier',
  'ml, machine learning',
  'ai, llm, language model',
  'embedding, embeddings, vector, vectors',
  'fts, full text, full text search',
  'aws, amazon web services',
  'gcp, google cloud',
  'tf, terraform, iac, infrastructure as code',
  'lb, load balancer, load balancing',
  'vm, virtual machine',
  'os, operating system',
  'ssh, secure shell',
  'ip, address',
  'mfa, 2fa, two factor, otp, totp',
  'pii, personal data, gdpr, privacy',
  'billing, invoice, invoices, payment, payments',
  'undo, rollback, revert',
  'delete, remove, removal, drop, erase',
  'add, create, insert',
  'change, update, modify, edit',
  'find, search, lookup',
  'start, launch, boot, startup',
  'stop, end, shutdown, terminate, kill',
  'retry, retries, backoff',
  'timeout, timeouts, deadline, time limit',
  'rate limit, throttle, throttling, quota, rate limiting',
  'ops, operations, devops, sre',
  'gha, github actions',
  'wip, work in progress',
  'ack, acknowledge, acknowledgement',
  'dup, dupe, duplicate, duplicates',
  'sub, subs, subscription, subscriptions',
  'sre, on call, pager, alert, alerts, incident, incidents',
  'dr, disaster recovery, backup, backups, restore',
  'dlq, dead letter, dead letter queue',
  'vuln, vulnerability, vulnerabilities, exploit',
  'qa, test, tests, testing',
  'fps, frames, frame rate',
  'ansi, escape sequence, escape sequences, escape codes',
  'paging, pagination, paginate',
  'pool, pooling',
  'eof, end of file',
  'io, input output',
  'ws, whitespace',
  'sw, service worker',
  'ssr, server rendering, rendered on the server',
  'seo, search engine, search engines',
  'wal, write ahead log',
  'fd, file descriptor',
  'prod, production',
  'dev, development, developer',
  'auto, automatic, automatically',
  'ver, version, versions',
  'val, value, values',
  'num, number, numbers',
  'len, length, size',
  'min, minimum',
  'max, maximum',
  'tmp, temp, temporary',
  'init, initialise, initialize, initialisation',
  'sync, synchronise, synchronize, synchronous',
  'dedup, deduplicate, deduplication',
  'todo, backlog',
  'eol, end of life, deprecated, deprecation',
];

/** For each word, or run of words with one blank between them, what means the same. */
export type Synonyms = ReadonlyMap<string, readonly string[]>;

const maximumGroups = 2000;

/** @param more further groups in the same form */
export function readSynonyms(more: readonly string[] = []): Synonyms {
  const table = new Map<string, Set<string>>();
  for (const group of [...synonymGroups, ...more.slice(0, maximumGroups)]) {
    const names = group
      .split(',')
      .map((name) => splitWords(name).map(({ word }) => word))
      .filter((words) => words.length > 0);
    const phrases = names.map((words) => words.join(' '));
    for (const name of names) {
      const key = name.join(' ');
      const others = table.get(key) ?? new Set<string>();
      for (const other of phrases) if (other !== key) others.add(other);
      table.set(key, others);
    }
  }
  return new Map([...table].map(([name, others]) => [name, [...others]]));
}

/**
 * The groups of a person's own file: a group a line, its words between commas, `#` begins a remark.
 */
export function parseSynonymFile(text: string): string[] {
  return text
    .slice(0, 200_000)
    .split(/\r?\n/)
    .map((line) => line.replace(/#.*/, '').trim())
    .filter((line) => line.includes(','));
}
