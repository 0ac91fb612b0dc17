import { isPlainValue, isSecretName } from '../../detail/secrets.ts'

/** Whether a value is what an example has in its place: a word that asks to be replaced, or the example's own secret. */
export function isPlaceholder(name: string, value: string, example: string | undefined): boolean {
  const text = value.trim()
  if (text === '') return false
  if (words.test(text)) return true
  return isSecretName(name) && text === example?.trim() && !isPlainValue(name, text)
}

const words =
  /^(change[-_ ]?(me|this|it)\b.*|please[-_ ]?change.*|replace[-_ ]?(me|this|with)\b.*|your[-_ ].*|<[^<>]*>|x{3,}|\.{3}|to-?do|fixme|placeholder|insert[-_ ].*|.*[-_ ]here)$/i
