/**
 * Markdown as lines for a terminal: the tokens of the parser, flowed to a width. Nothing in a text can make it throw:
 * what the parser does not survive is shown as plain text.
 */
import { Lexer, type Token, type Tokens } from 'marked';
import { sanitise, truncate } from '../platform/terminal-text.js';
import type { Glyphs } from './glyphs.js';
import type { Line, Span } from './line.js';
import { inlineSpans, stripTags } from './markdown-inline.js';
import { markdownPieces, withoutFrontMatter } from './markdown-pieces.js';
import { tableLines } from './markdown-table.js';
import { LazyLines } from './lazy-lines.js';
import { cutLine, span, trimEnd, wrapSpans } from './spans.js';

export interface MarkdownOptions {
  /** Cells a line may take. */
  readonly width: number;
  readonly glyphs: Glyphs;
}

/** Characters of a text that are rendered; the rest is counted on the screen. */
export const renderedCharacters = 256 * 1024;

/** Where the text would have fewer cells than this, it is not indented further. */
const narrowestText = 6;
/** Emphasis markers times characters that the parser is let loose on: beyond, it needs seconds. */
const emphasisBudget = 30_000_000;
const longestRule = 24;
const rememberedDocuments = 12;

interface Remembered extends MarkdownOptions {
  readonly text: string;
  readonly document: LazyLines;
}

let remembered: readonly Remembered[] = [];

/**
 * A text as lines, rendered as far as they are looked at and remembered by text, width and glyphs.
 * Of a text longer than `renderedCharacters` the beginning is shown, and a last line says how much is not.
 */
export function openMarkdown(text: string, options: MarkdownOptions): LazyLines {
  const known = remembered.find(
    (each) => each.width === options.width && each.glyphs === options.glyphs && each.text === text,
  );
  if (known !== undefined) return known.document;
  const document = new LazyLines(markdownLines(text, options));
  remembered = [{ ...options, text, document }, ...remembered].slice(0, rememberedDocuments);
  return document;
}

/** The whole text as lines. */
export function renderMarkdown(text: string, options: MarkdownOptions): Line[] {
  return [...markdownLines(text, options)].flat();
}

function* markdownLines(text: string, options: MarkdownOptions): Iterable<readonly Line[]> {
  const shown = text.length > renderedCharacters ? text.slice(0, renderedCharacters) : text;
  let started = false;
  for (const piece of markdownPieces(withoutFrontMatter(shown))) {
    const lines = pieceLines(piece, options);
    if (lines.length === 0) continue;
    yield started ? [[], ...lines] : lines;
    started = true;
  }
  const missing = text.length - shown.length;
  if (missing > 0) {
    const notice = `${options.glyphs.ellipsis} ${formatSize(missing)} more are not shown here.`;
    yield [[], ...wrapSpans([span(notice, 'levelWarning')], options.width)];
  }
}

function formatSize(characters: number): string {
  const kilobytes = characters / 1024;
  return kilobytes < 1024
    ? `${Math.ceil(kilobytes).toFixed(0)} KB`
    : `${(kilobytes / 1024).toFixed(1)} MB`;
}

function pieceLines(piece: string, options: MarkdownOptions): Line[] {
  const markers = piece.match(/[*_]/g)?.length ?? 0;
  if (markers * piece.length > emphasisBudget) return plainLines(piece, options);
  try {
    return fitted(blockLines(new Lexer().lex(piece), options), options);
  } catch {
    // The parser recurses into nested blocks, deeper than the stack if somebody wants that.
    return plainLines(piece, options);
  }
}

function plainLines(text: string, { width }: MarkdownOptions): Line[] {
  const lines = sanitise(text, { newlines: true }).split('\n');
  return lines.flatMap((line) => wrapSpans([span(line)], width));
}

/** Blocks one below the other, with an empty line between them. */
function blockLines(tokens: readonly Token[], options: MarkdownOptions, tight = false): Line[] {
  const lines: Line[] = [];
  for (const token of tokens) {
    const block = linesOf(token, options);
    if (block.length === 0) continue;
    if (lines.length > 0 && !tight) lines.push([]);
    for (const line of block) lines.push(line);
  }
  return lines;
}

function linesOf(token: Token, options: MarkdownOptions): Line[] {
  const { width, glyphs } = options;
  switch (token.type) {
    case 'heading': {
      const { depth, tokens } = token as Tokens.Heading;
      const marker = span(`${'#'.repeat(depth)} `, 'muted');
      return indented(flow(inlineSpans(tokens, 'heading'), width - depth - 1), [marker], null);
    }
    case 'paragraph':
    case 'text': {
      const { tokens, text } = token as Tokens.Paragraph | Tokens.Text;
      return flow(inlineSpans(tokens ?? [{ type: 'text', raw: text, text }]), width);
    }
    case 'list':
      return listLines(token as Tokens.List, options);
    case 'code':
      return codeLines((token as Tokens.Code).text, options);
    case 'blockquote': {
      const bar = [span(`${glyphs.lane.vertical} `, 'muted')];
      if (width - 2 < narrowestText) return blockLines(token.tokens ?? [], options);
      return indented(blockLines(token.tokens ?? [], { ...options, width: width - 2 }), bar, bar);
    }
    case 'table':
      return tableLines(token as Tokens.Table, options);
    case 'hr':
      return [[span(glyphs.lane.horizontal.repeat(Math.min(width, longestRule)), 'muted')]];
    case 'html':
      return htmlLines((token as Tokens.HTML).text, width);
    case 'space':
    case 'def':
    case 'checkbox':
      return [];
    default:
      return plainLines(token.raw, options);
  }
}

/** Inline spans as a paragraph; a line break in them starts a new line. */
function flow(paragraphs: readonly Span[], width: number): Line[] {
  const lines: Line[] = [];
  let current: Span[] = [];
  for (const each of paragraphs) {
    if (each.text !== '\n') {
      current.push(each);
      continue;
    }
    lines.push(...wrapSpans(current, width));
    current = [];
  }
  if (current.some((each) => each.text.trim() !== '')) lines.push(...wrapSpans(current, width));
  return lines;
}

function listLines(list: Tokens.List, options: MarkdownOptions): Line[] {
  const { glyphs } = options;
  const first = typeof list.start === 'number' ? list.start : 1;
  const blocks = list.items.map((item, index) => {
    const bullet = list.ordered ? `${first + index}.` : glyphs.bullet;
    const box = item.checked === true ? glyphs.checked : glyphs.unchecked;
    const marker = item.task ? box : bullet;
    const role = item.task && item.checked === true ? 'statusDone' : 'muted';
    const indent = marker.length + 1;
    const width = options.width - indent;
    if (width < narrowestText) return blockLines(item.tokens, options, !item.loose);
    const content = blockLines(item.tokens, { ...options, width }, !item.loose);
    const lines = content.length === 0 ? [[]] : content;
    return indented(lines, [span(`${marker} `, role)], [span(' '.repeat(indent))]);
  });
  return blocks.flatMap((block, index) => (list.loose && index > 0 ? [[], ...block] : block));
}

function codeLines(code: string, { width, glyphs }: MarkdownOptions): Line[] {
  const indent = width > narrowestText ? '  ' : '';
  return code.split('\n').map((line) => {
    const text = sanitise(line.replaceAll('\t', '    ')).trimEnd();
    const cut = truncate(text, width - indent.length, glyphs.ellipsis);
    return cut === '' ? [] : [span(indent + cut, 'code')];
  });
}

function htmlLines(html: string, width: number): Line[] {
  return stripTags(html)
    .split('\n')
    .map((line) => sanitise(line).trim())
    .filter((line) => line !== '')
    .flatMap((line) => wrapSpans([span(line)], width));
}

/** Lines behind a prefix: `first` for the first of them, `others` for those below, or blanks of the same width. */
function indented(lines: readonly Line[], first: Line, others: Line | null): Line[] {
  const prefix = others ?? [
    span(' '.repeat(first.reduce((sum, each) => sum + each.text.length, 0))),
  ];
  return lines.map((line, index) => {
    if (index === 0) return [...first, ...line];
    return line.length === 0 && others === null ? line : [...prefix, ...line];
  });
}

/** Prefixes may be wider than a very narrow pane. */
function fitted(lines: readonly Line[], { width, glyphs }: MarkdownOptions): Line[] {
  return lines.map((line) => trimEnd(cutLine(line, width, glyphs.ellipsis)));
}
