const PATHS = {
  lock: 'M6 9V6.5a4 4 0 0 1 8 0V9h1v8H5V9zm2 0h4V6.5a2 2 0 0 0-4 0z',
  home: 'M10 3 2.5 9.5 4 11l.8-.7V17H9v-4h2v4h4.2v-6.7l.8.7 1.5-1.5z',
  eye: 'M10 5C5.5 5 2.6 8.6 1.8 10c.8 1.4 3.7 5 8.2 5s7.4-3.6 8.2-5C17.400 8.6 14.5 5 10 5m0 8a3 3 0 1 1 0-6 3 3 0 0 1 0 6',
};

/** A small drawing beside a word; the word says it all to a screen reader. */
export function Icon({ name }: { name: keyof typeof PATHS }) {
  return (
    <svg className="icon-drawing" viewBox="0 0 20 20" aria-hidden="true">
      <path d={PATHS[name]} fill="currentColor" fillRule="evenodd" />
    </svg>
  );
}
