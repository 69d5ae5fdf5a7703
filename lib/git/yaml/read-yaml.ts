import type { AliasEvent, Event, MappingEvent, ScalarEvent, SequenceEvent } from 'js-yaml';
import { EVENT_ID, getScalarValue, SCALAR_STYLE } from 'js-yaml';
import type { Json, JsonObject } from '../../domain/hedgehog/kubernetes-object.ts';
import { parseLikeGoYaml } from './parse-events.ts';
import {
  numberKey,
  type ResolvedScalar,
  resolvePlain,
  resolveTagged,
  ScalarProblem,
} from './resolve-scalar.ts';
import { YamlProblem } from './yaml-problem.ts';

/** What one YAML document says. `value` is read leniently (a later duplicate key wins), as Argo CD and Flux apply it. */
export interface YamlReading {
  value: Json;
  /** The first key that stands twice in a mapping, `<<` included; strict readers refuse the document for it. */
  duplicate: { key: string; offset: number } | null;
  /** Where an integer stands that a JavaScript number cannot hold exactly. */
  inexactOffset: number | null;
}

const UNSET = -1;
/** An escaped surrogate, which JSON knows and go-yaml v2 refuses. */
const ESCAPED_SURROGATE = /(?<!\\)(?:\\\\)*\\(?:u|U0000)[dD][89a-fA-F]/;

interface Anchor {
  value: Json;
  /** How a scalar was resolved; null for a collection. */
  scalar: ResolvedScalar | null;
  /** How many nodes it stands for, aliases within followed. */
  nodes: number;
  open: boolean;
}

interface State {
  source: string;
  events: Event[];
  next: number;
  anchors: Map<string, Anchor>;
  nodes: number;
  aliasedNodes: number;
  duplicate: YamlReading['duplicate'];
  inexactOffset: number | null;
}

/**
 * Reads one document as sigs.k8s.io/yaml does (kubectl, Argo CD, Flux): go-yaml v2's words and numbers, `<<`, string keys.
 * An empty text is null; what follows a first document is ignored. Throws YamlProblem.
 */
export function readYaml(text: string): YamlReading {
  const { source, events, originalOffset } = parseLikeGoYaml(text);
  const state: State = {
    source,
    events,
    // The first event opens the document.
    next: 1,
    anchors: new Map(),
    nodes: 0,
    aliasedNodes: 0,
    duplicate: null,
    inexactOffset: null,
  };
  try {
    const value = events.length === 0 ? null : readNode(state, take(state));
    const { duplicate, inexactOffset } = state;
    return {
      value,
      duplicate: duplicate === null ? null : { ...duplicate, offset: originalOffset(duplicate.offset) },
      inexactOffset: inexactOffset === null ? null : originalOffset(inexactOffset),
    };
  } catch (error) {
    if (!(error instanceof YamlProblem)) throw error;
    throw new YamlProblem(error.code, error.message, originalOffset(error.offset));
  }
}

function take(state: State): Event {
  const event = state.events[state.next++];
  if (event === undefined)
    throw new YamlProblem('syntax_error', 'the document ends too early', state.source.length);
  return event;
}

function readNode(state: State, event: Event): Json {
  state.nodes++;
  switch (event.type) {
    case EVENT_ID.SCALAR:
      return readScalar(state, event);
    case EVENT_ID.SEQUENCE:
      return readSequence(state, event);
    case EVENT_ID.MAPPING:
      return readMapping(state, event);
    case EVENT_ID.ALIAS:
      return followAlias(state, event).value;
    default:
      throw new YamlProblem('syntax_error', 'a value is missing', state.source.length);
  }
}

function readScalar(state: State, event: ScalarEvent): Json {
  const isText =
    event.tagStart === UNSET && event.style !== SCALAR_STYLE.PLAIN && event.anchorStart === UNSET;
  return isText ? scalarText(state, event) : resolveScalar(state, event).value;
}

function scalarText(state: State, event: ScalarEvent): string {
  if (event.style === SCALAR_STYLE.DOUBLE_QUOTED && !event.fast) {
    const raw = state.source.slice(event.valueStart, event.valueEnd);
    const at = raw.search(ESCAPED_SURROGATE);
    if (at !== -1)
      throw new YamlProblem('syntax_error', 'an escaped surrogate is no character', event.valueStart + at);
  }
  return getScalarValue(state.source, event);
}

function resolveScalar(state: State, event: ScalarEvent): ResolvedScalar {
  const source = scalarText(state, event);
  let resolved: ResolvedScalar;
  try {
    if (event.tagStart !== UNSET) {
      const tag = state.source.slice(event.tagStart, event.tagEnd);
      resolved = resolveTagged(tag === '!' && event.valueStart === UNSET ? '!!str' : tag, source);
    } else if (event.style === SCALAR_STYLE.PLAIN) resolved = resolvePlain(source);
    else resolved = { value: source, type: 'str', inexact: false };
  } catch (error) {
    throw problemAt(error, startOf(event));
  }
  if (resolved.inexact) state.inexactOffset ??= startOf(event);
  if (event.anchorStart !== UNSET) {
    state.anchors.set(anchorName(state, event), {
      value: resolved.value,
      scalar: resolved,
      nodes: 1,
      open: false,
    });
  }
  return resolved;
}

function readSequence(state: State, event: SequenceEvent): Json[] {
  const items: Json[] = [];
  const anchor = openAnchor(state, event, items);
  for (let item = take(state); item.type !== EVENT_ID.POP; item = take(state))
    items.push(readNode(state, item));
  if (anchor !== null) closeAnchor(state, anchor);
  return items;
}

function readMapping(state: State, event: MappingEvent): JsonObject {
  const target: JsonObject = {};
  const anchor = openAnchor(state, event, target);
  for (let key = take(state); key.type !== EVENT_ID.POP; key = take(state)) {
    if (isMergeKey(state, key)) mergeInto(state, target);
    else {
      const name = readKey(state, key);
      put(state, target, name, readNode(state, take(state)), startOf(key));
    }
  }
  if (anchor !== null) closeAnchor(state, anchor);
  return target;
}

function put(state: State, target: JsonObject, key: string, value: Json, offset: number): void {
  if (Object.hasOwn(target, key)) state.duplicate ??= { key, offset };
  if (key === '__proto__') {
    Object.defineProperty(target, key, { value, enumerable: true, configurable: true, writable: true });
  } else target[key] = value;
}

function readKey(state: State, event: Event): string {
  state.nodes++;
  let scalar: ResolvedScalar | null = null;
  if (event.type === EVENT_ID.SCALAR) scalar = resolveScalar(state, event);
  else if (event.type === EVENT_ID.ALIAS) scalar = followAlias(state, event).scalar;
  if (scalar === null)
    throw new YamlProblem('syntax_error', 'a mapping or list cannot be a key', startOf(event));
  if (typeof scalar.value === 'string') return scalar.value;
  if (scalar.value === null) throw new YamlProblem('syntax_error', 'null cannot be a key', startOf(event));
  if (typeof scalar.value === 'boolean') return String(scalar.value);
  try {
    return numberKey(scalar);
  } catch (error) {
    throw problemAt(error, startOf(event));
  }
}

function isMergeKey(state: State, event: Event): boolean {
  if (event.type !== EVENT_ID.SCALAR) return false;
  const { valueStart, valueEnd, tagStart } = event;
  if (valueEnd - valueStart !== 2 || !state.source.startsWith('<<', valueStart)) return false;
  if (tagStart === UNSET) return event.style === SCALAR_STYLE.PLAIN;
  return ['!', '!!merge'].includes(state.source.slice(tagStart, event.tagEnd));
}

// go-yaml v2 writes merged keys in place: they win over what stands before them, and lose to what follows.
function mergeInto(state: State, target: JsonObject): void {
  const event = take(state);
  const offset = startOf(event);
  const merged = readNode(state, event);
  const sources = event.type === EVENT_ID.SEQUENCE && Array.isArray(merged) ? merged.toReversed() : [merged];
  for (const source of sources) {
    if (source === null || typeof source !== 'object' || Array.isArray(source)) {
      throw new YamlProblem('syntax_error', '"<<" takes a mapping or a list of mappings', offset);
    }
    for (const key of Object.keys(source)) put(state, target, key, source[key] ?? null, offset);
  }
}

function openAnchor(state: State, event: SequenceEvent | MappingEvent, value: Json): Anchor | null {
  if (event.anchorStart === UNSET) return null;
  const anchor: Anchor = { value, scalar: null, nodes: state.nodes + state.aliasedNodes, open: true };
  state.anchors.set(anchorName(state, event), anchor);
  return anchor;
}

function anchorName(state: State, event: { anchorStart: number; anchorEnd: number }): string {
  const name = state.source.slice(event.anchorStart, event.anchorEnd);
  if (/^[\w-]+$/.test(name)) return name;
  throw new YamlProblem('syntax_error', `"${name}" is no name for an anchor`, event.anchorStart);
}

function closeAnchor(state: State, anchor: Anchor): void {
  anchor.nodes = state.nodes + state.aliasedNodes - anchor.nodes + 1;
  anchor.open = false;
}

function followAlias(state: State, event: AliasEvent): Anchor {
  const name = anchorName(state, event);
  const anchor = state.anchors.get(name);
  if (anchor === undefined) {
    throw new YamlProblem('syntax_error', `the anchor "${name}" is not known here`, event.anchorStart);
  }
  if (anchor.open)
    throw new YamlProblem('syntax_error', `the anchor "${name}" contains itself`, event.anchorStart);
  state.aliasedNodes += anchor.nodes;
  if (isExcessive(state.aliasedNodes, state.nodes + state.aliasedNodes)) {
    throw new YamlProblem(
      'alias_limit',
      'the aliases (*name) blow the document up beyond all measure',
      event.anchorStart,
    );
  }
  return anchor;
}

// The limit of go-yaml v2 (decode.go, allowedAliasRatio), so that what deployers refuse is refused here.
function isExcessive(aliased: number, total: number): boolean {
  if (aliased <= 100 || total <= 1000) return false;
  const allowed = 0.99 - 0.89 * Math.min(1, Math.max(0, (total - 400_000) / 3_600_000));
  return aliased / total > allowed;
}

function startOf(event: Event): number {
  switch (event.type) {
    case EVENT_ID.SCALAR:
      return Math.max(event.valueStart, event.tagStart, event.anchorStart, 0);
    case EVENT_ID.SEQUENCE:
    case EVENT_ID.MAPPING:
      return event.start;
    case EVENT_ID.ALIAS:
      return event.anchorStart;
    default:
      return 0;
  }
}

function problemAt(error: unknown, offset: number): unknown {
  return error instanceof ScalarProblem ? new YamlProblem('syntax_error', error.message, offset) : error;
}
