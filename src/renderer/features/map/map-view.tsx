import '@xyflow/react/dist/base.css'
import { MiniMap, Panel, ReactFlow, ReactFlowProvider, useReactFlow, type Node } from '@xyflow/react'
import { Maximize, Minus, Plus } from 'lucide-react'
import { useCallback, useMemo, useRef, useState, type CSSProperties, type KeyboardEvent } from 'react'
import { Button } from '../../ui/button.tsx'
import { liveryOf } from '../../ui/pill.tsx'
import { ServiceLinePath, StackLinePath } from './edges.tsx'
import { toElements } from './elements.ts'
import { ServiceBox, StackBox } from './nodes.tsx'
import type { LabMap } from './lab-map.ts'
import { layOut } from './lay-out.ts'
import { MapLightContext } from './map-light.ts'
import { Legend } from './legend.tsx'
import { moveOnMap } from './moves.ts'
import { findRelated } from './paths.ts'

const nodeTypes = { service: ServiceBox, stack: StackBox }
const edgeTypes = { service: ServiceLinePath, stack: StackLinePath }
const fit = { padding: 0.06, maxZoom: 1.1 } as const
/** The map does not open smaller than this, at which its text is 11 px high; "Show all" shows a larger one whole. */
const readableZoom = 0.92
const marginPx = 20
/** From so many services on, a part of the map is all that can be read at once. */
const overviewFrom = 40

const colours = {
  '--xy-minimap-background-color': 'var(--surface)',
  '--xy-minimap-mask-background-color': 'color-mix(in oklab, var(--canvas) 70%, transparent)',
  '--xy-attribution-background-color': 'transparent',
  '--xy-edge-stroke': 'var(--rail)',
} as CSSProperties

/** The drawn map. */
export function MapView(props: { readonly map: LabMap; readonly found: ReadonlySet<string> | null }) {
  return (
    <ReactFlowProvider>
      <Drawn {...props} />
    </ReactFlowProvider>
  )
}

function Drawn({ map, found }: { readonly map: LabMap; readonly found: ReadonlySet<string> | null }) {
  const layout = useMemo(() => layOut(map), [map])
  const { nodes, edges } = useMemo(() => toElements(map, layout), [map, layout])
  const root = useRef<HTMLDivElement>(null)
  const flow = useReactFlow()
  const [pointed, setPointed] = useState<string | null>(null)
  const [last, setLast] = useState<string | null>(null)
  const point = useCallback((key: string | null) => {
    setPointed(key)
    if (key !== null) setLast(key)
  }, [])
  const tabStop = last !== null && layout.services.has(last) ? last : ([...layout.services.keys()][0] ?? null)
  const related = useMemo(() => (pointed === null ? null : findRelated(map, pointed)), [map, pointed])
  const light = useMemo(() => ({ related, found, tabStop, point }), [related, found, tabStop, point])

  const show = (key: string) => {
    const box = layout.services.get(key)
    const frame = root.current?.getBoundingClientRect()
    if (!box || !frame) return
    const zoom = flow.getZoom()
    const { x, y } = flow.flowToScreenPosition(box)
    const isSeen =
      x >= frame.left &&
      y >= frame.top &&
      x + box.width * zoom <= frame.right &&
      y + box.height * zoom <= frame.bottom
    if (!isSeen) void flow.setCenter(box.x + box.width / 2, box.y + box.height / 2, { zoom })
  }
  /** All of it where that can be read, else its beginning: what waits for nothing stands on the left. */
  const begin = () => {
    const frame = root.current?.getBoundingClientRect()
    const { x, y, width, height } = flow.getNodesBounds(nodes)
    if (!frame || Math.min(frame.width / width, frame.height / height) >= readableZoom) {
      void flow.fitView(fit)
      return
    }
    const top = Math.max((frame.height - height * readableZoom) / 2, marginPx)
    void flow.setViewport({ x: marginPx - x * readableZoom, y: top - y * readableZoom, zoom: readableZoom })
  }
  const onKeyDown = (event: KeyboardEvent<HTMLElement>) => {
    if (event.ctrlKey || event.altKey || event.metaKey) return
    const key = (event.target as HTMLElement).dataset['service']
    const direction = directions[event.key]
    if (event.key === '+' || event.key === '=') void flow.zoomIn()
    else if (event.key === '-') void flow.zoomOut()
    else if (event.key === '0') void flow.fitView(fit)
    else if (key !== undefined && direction) {
      const next = moveOnMap(key, direction, map, layout.services)
      if (next !== null) {
        const selector = `[data-service="${CSS.escape(next)}"]`
        root.current?.querySelector<HTMLElement>(selector)?.focus({ preventScroll: true })
        show(next)
      }
    } else return
    event.preventDefault()
  }

  return (
    <MapLightContext value={light}>
      <div
        ref={root}
        role="group"
        aria-label="Map of what waits for what. Arrows move, Enter opens."
        className="min-h-0 flex-1"
        onKeyDown={onKeyDown}
        onFocus={({ target }) => {
          const key = target.dataset['service']
          if (key !== undefined && target.matches(':focus-visible')) show(key)
        }}
      >
        <ReactFlow
          nodes={nodes}
          edges={edges}
          nodeTypes={nodeTypes}
          edgeTypes={edgeTypes}
          onInit={begin}
          minZoom={0.15}
          maxZoom={2}
          nodesDraggable={false}
          nodesConnectable={false}
          nodesFocusable={false}
          edgesFocusable={false}
          elementsSelectable={false}
          disableKeyboardA11y
          deleteKeyCode={null}
          zoomOnDoubleClick={false}
          attributionPosition="bottom-right"
          style={colours}
        >
          <Panel position="top-right" className="m-3! flex rounded-6 border border-line bg-surface">
            <Tool label="Zoom in" icon={<Plus size={16} aria-hidden />} onClick={() => void flow.zoomIn()} />
            <Tool
              label="Zoom out"
              icon={<Minus size={16} aria-hidden />}
              onClick={() => void flow.zoomOut()}
            />
            <Tool
              label="Show all"
              icon={<Maximize size={16} aria-hidden />}
              onClick={() => void flow.fitView(fit)}
            />
          </Panel>
          <Panel position="bottom-center" className="m-2!">
            <Legend map={map} />
          </Panel>
          {map.services.size >= overviewFrom && (
            <MiniMap
              position="bottom-left"
              pannable
              zoomable
              ariaLabel="Overview"
              style={{ width: 168, height: 112 }}
              className="m-3! rounded-6 border border-line max-[1240px]:hidden"
              nodeColor={colourOf}
            />
          )}
        </ReactFlow>
      </div>
    </MapLightContext>
  )
}

const directions: Partial<Record<string, 'left' | 'right' | 'up' | 'down'>> = {
  ArrowLeft: 'left',
  ArrowRight: 'right',
  ArrowUp: 'up',
  ArrowDown: 'down',
  h: 'left',
  j: 'down',
  k: 'up',
  l: 'right',
}

function colourOf({ type, data }: Node): string {
  return type === 'stack' ? liveryOf(Number(data['index'])) : 'var(--raised)'
}

function Tool(props: {
  readonly label: string
  readonly icon: React.ReactNode
  readonly onClick: () => void
}) {
  return <Button kind="ghost" aria-label={props.label} icon={props.icon} onClick={props.onClick} />
}
