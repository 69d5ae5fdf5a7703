import type { Config } from 'tailwindcss';

const token = (name: string) => `var(--${name})`;

/** Only our own tokens: colour is spent on state and severity, everything else is ink on paper. */
export default {
  content: ['./app/**/*.{ts,tsx}', './components/**/*.{ts,tsx}'],
  theme: {
    screens: { sm: '560px', md: '900px', lg: '1180px' },
    colors: {
      transparent: 'transparent',
      current: 'currentColor',
      bg: token('bg'),
      panel: token('panel'),
      sunk: token('sunk'),
      line: token('line'),
      'line-strong': token('line-strong'),
      ink: token('ink'),
      'ink-2': token('ink-2'),
      'ink-3': token('ink-3'),
      accent: token('accent'),
      'on-accent': token('on-accent'),
      draft: token('draft'),
      committed: token('committed'),
      pending: token('pending'),
      synced: token('synced'),
      drifted: token('drifted'),
      orphaned: token('orphaned'),
      unknown: token('unknown'),
      critical: token('critical'),
    },
    fontFamily: {
      sans: ['var(--font-geist-sans)', 'system-ui', 'sans-serif'],
      mono: ['var(--font-geist-mono)', 'ui-monospace', 'monospace'],
    },
    fontSize: {
      xs: ['11px', '16px'],
      sm: ['12px', '17px'],
      base: ['13px', '19px'],
      lg: ['15px', '21px'],
      title: ['18px', '24px'],
    },
    borderRadius: { none: '0', badge: '5px', control: '6px', panel: '8px', full: '9999px' },
  },
} satisfies Config;
