/** A name as mathematics sets it: W_Q is W with the index Q below. */
export function Name({ text }: { text: string }) {
  const parts = text.split(/(?<=[A-Za-zΣ])_([A-Za-z0-9]+)/);
  return <>{parts.map((part, k) => (k % 2 === 1 ? <sub>{part}</sub> : part))}</>;
}
