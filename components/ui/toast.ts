/** A short message at the edge of the page. */
export interface Toast {
  id: number;
  text: string;
  /** What went wrong is said with its code, and stays longer. */
  problem: string | null;
}

let toasts: readonly Toast[] = [];
let lastId = 0;
const listeners = new Set<() => void>();

function publish(next: readonly Toast[]): void {
  toasts = next;
  for (const listener of listeners) listener();
}

/** Says what was done, or with a code why not. */
export function say(text: string, problem: string | null = null): void {
  lastId += 1;
  publish([...toasts.filter((toast) => toast.text !== text), { id: lastId, text, problem }]);
}

export function dismiss(id: number): void {
  publish(toasts.filter((toast) => toast.id !== id));
}

export const currentToasts = () => toasts;

export function subscribeToasts(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}
