interface KeyPress {
  key: string;
  metaKey: boolean;
  ctrlKey: boolean;
  altKey: boolean;
}

const TYPING =
  'input:not([type=checkbox]), textarea, select, [contenteditable=true], [role=dialog], [role=menu]';
const OPENS_ITSELF = `${TYPING}, a, button, summary`;

/**
 * The name of a key press as hotkeys know it (`mod+k`, `?`, `j`); null when it belongs to something else.
 * `isWithin` tells whether the focus is in something that a selector matches.
 */
export function hotkeyOf(press: KeyPress, isWithin: (selector: string) => boolean): string | null {
  const { key, metaKey, ctrlKey, altKey } = press;
  if (altKey || key === 'Shift' || key === 'Meta' || key === 'Control') return null;
  if (metaKey || ctrlKey) return `mod+${key.toLowerCase()}`;
  return isWithin(key === 'Enter' ? OPENS_ITSELF : TYPING) ? null : key;
}
