/** One of a few, as large buttons: real radio buttons underneath, for keys and screen readers. */
interface ChoicesProps<Value extends string | number> {
  readonly legend: string;
  readonly hint?: string;
  readonly name: string;
  /** Short and few: all in one row. */
  readonly isScale?: boolean;
  readonly values: readonly (readonly [value: Value, label: string])[];
  readonly chosen: Value | null;
  readonly onChoose: (value: Value) => void;
}

export function Choices<Value extends string | number>(props: ChoicesProps<Value>) {
  const { legend, hint, name, isScale = false, values, chosen, onChoose } = props;
  const hintId = `${name}-hint`;
  return (
    <fieldset
      class={isScale ? "choices scale" : "choices"}
      aria-describedby={hint === undefined ? undefined : hintId}
    >
      <legend>{legend}</legend>
      <div class="chips">
        {values.map(([value, label]) => (
          <label class="chip" key={value}>
            <input
              type="radio"
              autoComplete="off"
              name={name}
              value={String(value)}
              checked={value === chosen}
              onChange={() => onChoose(value)}
            />
            <span>{label}</span>
          </label>
        ))}
      </div>
      {hint !== undefined && (
        <p class="hint" id={hintId}>
          {hint}
        </p>
      )}
    </fieldset>
  );
}
