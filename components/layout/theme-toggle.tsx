'use client';

import { Monitor, Moon, Sun } from 'lucide-react';
import { useState } from 'react';
import { IconButton } from '#components/ui/icon-button.tsx';
import { THEMES, type Theme } from './theme.ts';

const ICONS = { system: Monitor, light: Sun, dark: Moon };
const WORDS: Record<Theme, string> = { system: 'as the system', light: 'light', dark: 'dark' };
const A_YEAR = 31_536_000;

/** System, light, dark; remembered in a cookie, so that the server renders the right one at once. */
export function ThemeToggle({ initial }: { initial: Theme }) {
  const [theme, setTheme] = useState(initial);
  const next = THEMES[(THEMES.indexOf(theme) + 1) % THEMES.length] ?? 'system';
  const change = () => {
    setTheme(next);
    document.documentElement.dataset.theme = next;
    // biome-ignore lint/suspicious/noDocumentCookie: the Cookie Store API is not in every browser yet
    document.cookie = `theme=${next}; path=/; max-age=${A_YEAR}; samesite=lax`;
  };
  return (
    <IconButton
      icon={ICONS[theme]}
      label={`Theme: ${WORDS[theme]}. Change to ${WORDS[next]}`}
      onClick={change}
    />
  );
}
