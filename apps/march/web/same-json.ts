/** Whether two values, as JSON has them, say the same, in whatever order their fields stand. */
export function isSameJson(one: unknown, other: unknown): boolean {
  if (typeof one !== "object" || typeof other !== "object" || one === null || other === null) {
    return one === other;
  }
  const fields = new Map<string, unknown>(Object.entries(other));
  const own = Object.entries(one);
  return (
    own.length === fields.size && own.every(([name, value]) => isSameJson(value, fields.get(name)))
  );
}
