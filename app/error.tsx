'use client';

import { ProblemNotice } from '#components/ui/problem-notice.tsx';

interface Props {
  error: Error & { digest?: string };
  retry: () => void;
}

export default function ErrorPage({ error, retry }: Props) {
  return (
    <main className="mx-auto max-w-2xl px-5 py-20">
      <ProblemNotice
        subject="This page"
        message="The dashboard could not put it together. The reason is in the log of the web process, under this mark."
        retry={retry}
        {...(error.digest !== undefined && { code: error.digest })}
      />
    </main>
  );
}
