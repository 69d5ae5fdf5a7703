import { GeistMono } from 'geist/font/mono';
import { GeistSans } from 'geist/font/sans';
import type { Metadata, Viewport } from 'next';
import { cookies } from 'next/headers';
import type { ReactNode } from 'react';
import { Providers } from '#components/layout/providers.tsx';
import { themeOf } from '#components/layout/theme.ts';
import { zoneOf } from '#components/time/zone-of.ts';
import './globals.css';

export const metadata: Metadata = {
  title: { default: 'Fabric lifecycle', template: '%s · Fabric lifecycle' },
  description: 'What Git wants, what the cluster has, and how each resource got where it is.',
};

export const viewport: Viewport = {
  width: 'device-width',
  initialScale: 1,
  themeColor: [
    { media: '(prefers-color-scheme: light)', color: '#ffffff' },
    { media: '(prefers-color-scheme: dark)', color: '#191918' },
  ],
};

export default async function RootLayout({ children }: { children: ReactNode }) {
  const jar = await cookies();
  const theme = themeOf(jar.get('theme')?.value);
  return (
    <html
      lang="en"
      data-theme={theme}
      className={`${GeistSans.variable} ${GeistMono.variable}`}
      suppressHydrationWarning
    >
      <body>
        <Providers now={Date.now()} zone={zoneOf(jar.get('zone')?.value)}>
          {children}
        </Providers>
      </body>
    </html>
  );
}
