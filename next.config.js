const isDevelopment = process.env.NODE_ENV === 'development';

// Inline scripts are how React streams a page; a nonce would need a proxy in front of every request.
const contentSecurityPolicy = [
  "default-src 'self'",
  `script-src 'self' 'unsafe-inline'${isDevelopment ? " 'unsafe-eval'" : ''}`,
  "style-src 'self' 'unsafe-inline'",
  "img-src 'self' data:",
  "object-src 'none'",
  "base-uri 'self'",
  "form-action 'self'",
  "frame-ancestors 'none'",
].join('; ');

/** @type {import('next').NextConfig} */
const nextConfig = {
  poweredByHeader: false,
  reactStrictMode: true,
  typedRoutes: false,
  agentRules: false,
  // `npm run verify` checks the types of everything; a first start need not do it again.
  typescript: { ignoreBuildErrors: true },
  serverExternalPackages: ['postgres', 'pino', 'pg-boss', 'simple-git', '@kubernetes/client-node'],
  // A draft is a document, and Kubernetes takes objects of up to a megabyte and a half.
  experimental: { serverActions: { bodySizeLimit: '4mb' } },
  // Browsers ask for it now and then, whatever the page names as its icon.
  rewrites: async () => [{ source: '/favicon.ico', destination: '/icon.svg' }],
  headers: async () => [
    { source: '/:path*', headers: [{ key: 'X-Content-Type-Options', value: 'nosniff' }] },
    {
      // Scripts and fonts need none of it, and there are twenty of them on a page.
      source: '/((?!_next/static/).*)',
      headers: [
        { key: 'Content-Security-Policy', value: contentSecurityPolicy },
        { key: 'X-Frame-Options', value: 'DENY' },
        { key: 'Referrer-Policy', value: 'same-origin' },
        { key: 'Permissions-Policy', value: 'camera=(), microphone=(), geolocation=()' },
      ],
    },
  ],
};

export default nextConfig;
