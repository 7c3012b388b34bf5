/** The mark: an eye that is also a lure. */
export const Mark = ({ className = 'size-7' }: { className?: string }) => (
  <svg viewBox="0 0 32 32" aria-hidden="true" className={className}>
    <rect width="32" height="32" rx="8" fill="#0d4f54" />
    <path
      d="M7 16c3-6 15-6 18 0-3 6-15 6-18 0Z"
      fill="none"
      stroke="#d6f3ee"
      strokeWidth="2.2"
      strokeLinejoin="round"
    />
    <circle cx="16" cy="16" r="3.4" fill="#f2b544" />
  </svg>
);
