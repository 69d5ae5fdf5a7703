import { TopBar } from '#components/layout/top-bar.tsx';
import NotFound from '../not-found.tsx';

export default function ConsoleNotFound() {
  return (
    <>
      <TopBar crumbs={[{ label: 'Overview', href: '/' }, { label: 'No such page' }]} />
      <NotFound />
    </>
  );
}
