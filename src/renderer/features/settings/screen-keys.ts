import type { ShortcutGroup } from './shortcut-groups.ts'

/** Keys that are there only while their screen is open, so that the page cannot list them by itself. */
export const screenKeys: readonly ShortcutGroup[] = [
  {
    name: 'After a stop, and with a notice',
    rows: [
      { title: 'Undo: start again', shortcuts: ['u'] },
      { title: 'Go to the notices', shortcuts: ['F8'] },
    ],
  },
  {
    name: 'Yard, on a row',
    rows: [
      { title: 'Start or stop', shortcuts: ['s'] },
      { title: 'Restart', shortcuts: ['r'] },
      { title: 'Logs', shortcuts: ['l'] },
      { title: 'Shell', shortcuts: ['t'] },
      { title: 'Open its port', shortcuts: ['o'] },
      { title: 'Next row', shortcuts: ['j', 'ArrowDown'] },
      { title: 'Row before', shortcuts: ['k', 'ArrowUp'] },
      { title: 'Next wave', shortcuts: ['ArrowRight'] },
      { title: 'Wave before', shortcuts: ['ArrowLeft'] },
      { title: 'Next problem', shortcuts: ['e'] },
      { title: 'Search', shortcuts: ['/'] },
      { title: 'Apps on or off', shortcuts: ['Shift+a'] },
      { title: 'Map', shortcuts: ['?'] },
    ],
  },
  {
    name: 'Stack and service',
    rows: [
      { title: 'Start or stop', shortcuts: ['s'] },
      { title: 'Restart', shortcuts: ['r'] },
      { title: 'Logs', shortcuts: ['l'] },
      { title: 'Shell', shortcuts: ['t'] },
      { title: 'Open its port', shortcuts: ['o'] },
      { title: 'Map', shortcuts: ['?'] },
    ],
  },
  {
    name: 'Run',
    rows: [
      { title: 'Next line', shortcuts: ['j', 'ArrowDown'] },
      { title: 'Line before', shortcuts: ['k', 'ArrowUp'] },
      { title: 'Show the line, or open the stack', shortcuts: ['Enter'] },
      { title: 'Open the stack', shortcuts: ['ArrowRight'] },
      { title: 'Close the stack', shortcuts: ['ArrowLeft'] },
      { title: 'Wider and narrower', shortcuts: ['+', '-'] },
      { title: 'The whole run', shortcuts: ['0'] },
    ],
  },
  {
    name: 'Logs',
    rows: [
      { title: 'Search the lines', shortcuts: ['/', 'Control+f'] },
      { title: 'Follow new lines', shortcuts: ['f'] },
      { title: 'Next match', shortcuts: ['n'] },
      { title: 'Match before', shortcuts: ['p'] },
      { title: 'Next error', shortcuts: ['e'] },
      { title: 'Wrap lines', shortcuts: ['w'] },
    ],
  },
  {
    name: 'Map',
    rows: [
      { title: 'Along the lines', shortcuts: ['ArrowLeft', 'ArrowRight'] },
      { title: 'Within a column', shortcuts: ['ArrowUp', 'ArrowDown'] },
      { title: 'Open the service', shortcuts: ['Enter'] },
      { title: 'Search', shortcuts: ['/'] },
      { title: 'Zoom in and out', shortcuts: ['+', '-'] },
      { title: 'Show all', shortcuts: ['0'] },
    ],
  },
  {
    name: 'Doctor',
    rows: [
      { title: 'Next finding', shortcuts: ['j', 'ArrowDown'] },
      { title: 'Finding before', shortcuts: ['k', 'ArrowUp'] },
      { title: 'Go to the fix', shortcuts: ['Enter'] },
      { title: 'Apply the fix that is shown', shortcuts: ['x'] },
      { title: 'Show what all fixes will do', shortcuts: ['Shift+x'] },
      { title: 'Check again', shortcuts: ['r'] },
    ],
  },
  {
    name: 'Shell, in the terminal',
    rows: [
      { title: 'Leave the terminal', shortcuts: ['Control+Shift+ArrowUp'] },
      { title: 'Search or run a command', shortcuts: ['Control+Shift+k'] },
      { title: 'Copy what is selected', shortcuts: ['Control+Shift+c'] },
      { title: 'Paste', shortcuts: ['Control+Shift+v'] },
    ],
  },
]
