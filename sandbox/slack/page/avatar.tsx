const COLOURS = ['#e8912d', '#2d9ee0', '#3aa06d', '#c6426e', '#7a5cc9', '#c2553d', '#2b8a9b'];

function colourOf(name: string): string {
  let sum = 0;
  for (const character of name) sum = (sum * 31 + (character.codePointAt(0) ?? 0)) % 9973;
  return COLOURS[sum % COLOURS.length] ?? '#888';
}

/** The square picture beside a message: initials for people, a ship for the app. */
export function Avatar({ name, isApp, small = false }: { name: string; isApp: boolean; small?: boolean }) {
  const size = small ? 'avatar small' : 'avatar';
  if (isApp)
    return (
      <span className={`${size} app`} aria-hidden="true">
        <svg viewBox="0 0 36 36" role="presentation">
          <path d="M17 7v12H8z" fill="#fff" opacity=".95" />
          <path d="M19 10v9h8z" fill="#fff" opacity=".7" />
          <path d="M6 21h24l-3.5 6H10z" fill="#fff" />
        </svg>
      </span>
    );
  const initials = name
    .split(/\s+/)
    .map((part) => part.slice(0, 1))
    .slice(0, 2)
    .join('');
  return (
    <span className={size} style={{ background: colourOf(name) }} aria-hidden="true">
      {initials}
    </span>
  );
}
