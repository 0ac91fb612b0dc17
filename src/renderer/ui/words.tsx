import { splitCode } from './code-words.ts'

/** A sentence; what stands between backticks is shown as code. */
export function Words({ children }: { readonly children: string }) {
  return splitCode(children).map(({ text, isCode }, index) =>
    isCode ? (
      <code key={index} className="numeric rounded-4 bg-well px-1 text-12 text-ink">
        {text}
      </code>
    ) : (
      <span key={index}>{text}</span>
    ),
  )
}
