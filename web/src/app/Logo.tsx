/** The mark: a ticket with a T. Beside it the name, unless told otherwise. */
export function Logo({ size = 24, name = true }: { size?: number; name?: boolean }) {
  return (
    <span style={{ display: "inline-flex", alignItems: "center", gap: size / 3 }}>
      <svg width={size} height={size} viewBox="0 0 32 32" role="img" aria-label="Turno">
        <path
          fill="var(--brand)"
          d="M7 5h18a4 4 0 0 1 4 4v3.6a3.6 3.6 0 0 0 0 6.8V23a4 4 0 0 1-4 4H7a4 4 0 0 1-4-4v-3.6a3.6 3.6 0 0 0 0-6.8V9a4 4 0 0 1 4-4Z"
        />
        <path fill="var(--surface)" d="M10 11h12v3.2h-4.3V22h-3.4v-7.8H10z" />
      </svg>
      {name && (
        <span aria-hidden style={{ fontWeight: 650, fontSize: size * 0.68, letterSpacing: "-0.01em" }}>
          Turno
        </span>
      )}
    </span>
  );
}
