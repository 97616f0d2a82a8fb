/** The mark and name of Perennia: two leaves on a stem. */
import classes from "./wordmark.module.css";

export function Mark({ size = 22 }: { size?: number }) {
  return (
    <svg width={size} height={size} viewBox="0 0 32 32" aria-hidden="true" className={classes.mark}>
      <rect width="32" height="32" rx="8" />
      <g className={classes.plant}>
        <path d="M16 25.500V13" fill="none" strokeWidth="2.200" strokeLinecap="round" />
        <path d="M15.400 16.500C10.600 16.600 7.900 13.800 7.500 9c4.900 0 7.800 2.700 7.900 7.500Z" stroke="none" />
        <path d="M16.600 20.500c0-4.500 2.800-7 7.700-7.100-.3 4.600-3 7.200-7.700 7.100Z" stroke="none" />
      </g>
    </svg>
  );
}

export function Wordmark() {
  return (
    <span className={classes.wordmark}>
      <Mark />
      <span className={classes.name} translate="no">
        {"Perennia"}
      </span>
    </span>
  );
}

/** The opening plant of an empty place. */
export function Sprout() {
  return (
    <svg width="28" height="28" viewBox="0 0 24 24" aria-hidden="true" fill="none" stroke="var(--p-accent-line)" strokeWidth="1.500" strokeLinejoin="round">
      <path d="M12 20c-3-2.500-4-5.500-4-8.500S9.500 6 12 3.500c2.500 2.500 4 5 4 8s-1 6-4 8.500Z" />
      <path d="M12 20c-4.500.6-8.500-2.700-9.500-8 2.300-.3 4.200.1 5.700 1" />
      <path d="M12 20c4.500.6 8.500-2.700 9.500-8-2.300-.3-4.200.1-5.700 1" />
    </svg>
  );
}
