import { Component, type ReactNode } from 'react'
import { Button } from '../ui/button.tsx'
import { ProblemView } from '../ui/problem-view.tsx'

/** A mistake of ours in one screen leaves the rest of the page usable. */
export class ErrorBoundary extends Component<
  { readonly children: ReactNode },
  { readonly error: Error | null }
> {
  override state: { readonly error: Error | null } = { error: null }

  static getDerivedStateFromError(error: unknown) {
    return { error: error instanceof Error ? error : new Error(String(error)) }
  }

  override render() {
    const { error } = this.state
    if (!error) return this.props.children
    const problem = {
      code: 'INTERNAL',
      message: `This screen cannot be shown: ${error.message}`,
      hint: 'Your lab is not touched. Load the page again; if it stays, report the details.',
    }
    return (
      <ProblemView
        problems={[problem]}
        action={
          <>
            <Button onClick={() => location.reload()}>Load the page again</Button>
            <Button kind="ghost" onClick={() => this.setState({ error: null })}>
              Try again
            </Button>
          </>
        }
      />
    )
  }
}
