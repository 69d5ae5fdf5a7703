import Link from 'next/link';
import { buttonClass } from '#components/ui/button.tsx';

export default function NotFound() {
  return (
    <main className="mx-auto flex max-w-lg flex-col items-start gap-3 px-5 py-20">
      <h1 className="font-semibold text-title">There is no such page</h1>
      <p className="text-ink-2">
        The address is wrong, or what it named is gone. The overview shows every fabric there is.
      </p>
      <Link href="/" className={buttonClass()}>
        Overview
      </Link>
    </main>
  );
}
