interface KeyPress {
  key: string;
  metaKey: boolean;
  ctrlKey: boolean;
  altKey: boolean;
  target: EventTarget | null;
}

const TYPING =
  'input:not([type=checkbox]), textarea, select, [contenteditable=true], [role=dialog], [role=menu]';
const OPENS_ITSELF = `${TYPING}, a, button, summary`;

/** The name of a key press as hotkeys know it (`mod+k`, `?`, `j`); null when it belongs to something else. */
export function hotkeyOf({ key, metaKey, ctrlKey, altKey, target }: KeyPress): string | null {
  if (altKey || key === 'Shift' || key === 'Meta' || key === 'Control') return null;
  if (metaKey || ctrlKey) return `mod+${key.toLowerCase()}`;
  if (target instanceof Element && target.closest(key === 'Enter' ? OPENS_ITSELF : TYPING) !== null)
    return null;
  return key;
}
