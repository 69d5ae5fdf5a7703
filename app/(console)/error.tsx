'use client';

import { TopBar } from '#components/layout/top-bar.tsx';
import ErrorPage from '../error.tsx';

type Props = Parameters<typeof ErrorPage>[0];

export default function ConsoleError(props: Props) {
  return (
    <>
      <TopBar crumbs={[{ label: 'Overview', href: '/' }, { label: 'Problem' }]} />
      <ErrorPage {...props} />
    </>
  );
}
