/** In plain words, what this protects today and what it does not. */
import { Screen } from "../parts/screen.tsx";
import { text } from "../text.ts";

export function SecurityScreen() {
  return (
    <Screen heading={text.security.heading}>
      <section class="card warning">
        <p class="lead">{text.security.first}</p>
        <p>{text.security.firstWhy}</p>
      </section>
      {text.security.sections.map(({ heading, points }) => (
        <section class="prose" key={heading}>
          <h2>{heading}</h2>
          <ul>
            {points.map((point) => (
              <li key={point}>{point}</li>
            ))}
          </ul>
        </section>
      ))}
    </Screen>
  );
}
