/** A line to type in, with its label above and what it is for below. */
interface FieldProps {
  readonly label: string;
  readonly hint?: string;
  readonly example?: string;
  readonly value: string;
  readonly charsMax: number;
  readonly testId: string;
  readonly onType: (value: string) => void;
}

export function Field({ label, hint, example, value, charsMax, testId, onType }: FieldProps) {
  return (
    <div>
      <label class="field">
        <span>{label}</span>
        <input
          value={value}
          maxLength={charsMax}
          placeholder={example}
          autoComplete="off"
          data-testid={testId}
          onInput={(event) => onType(event.currentTarget.value)}
        />
      </label>
      {hint !== undefined && <p class="hint">{hint}</p>}
    </div>
  );
}
