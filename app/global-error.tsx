'use client';

import ErrorPage from './error.tsx';
import './globals.css';

interface Props {
  error: Error & { digest?: string };
  retry: () => void;
}

/** Even the frame of the page broke. */
export default function GlobalError(props: Props) {
  return (
    <html lang="en">
      <body>
        <ErrorPage {...props} />
      </body>
    </html>
  );
}
