"""How the saved form of a job looks: inline styles, the same as `js/src/styles/activity.css` gives the live view."""

from ..protocol.events import JobState

# Colours: JupyterLab's, else VS Code's, else one that reads on white and on black.
FG = "var(--jp-ui-font-color1,var(--vscode-foreground,inherit))"
MIX = "var(--jp-ui-font-color1,var(--vscode-foreground,#808080))"
DIM = "var(--jp-ui-font-color2,var(--vscode-descriptionForeground,#767676))"
LINE = "var(--jp-border-color2,var(--vscode-widget-border,#8886))"
RAISED = "#80808017"
OK = "var(--jp-success-color1,var(--vscode-testing-iconPassed,#388e3c))"
BAD = "var(--jp-error-color1,var(--vscode-errorForeground,#d32f2f))"
WARN = "var(--jp-warn-color1,var(--vscode-editorWarning-foreground,#c77700))"
ACCENT = "var(--jp-brand-color1,var(--vscode-progressBar-background,#1976d2))"
UI = "var(--jp-ui-font-family,var(--vscode-font-family,system-ui,sans-serif))"
TEXT = "var(--jp-content-font-family,var(--vscode-font-family,system-ui,sans-serif))"
MONO = "var(--jp-code-font-family,var(--vscode-editor-font-family,ui-monospace,monospace))"

TONES = {
    JobState.COMPLETED: OK,
    JobState.FAILED: BAD,
    JobState.CANCELLED: DIM,
    JobState.QUEUED: DIM,
    JobState.WAITING_INPUT: WARN,
    JobState.CANCELLING: WARN,
}
MARKS = {"completed": "✓", "failed": "✕", "cancelled": "–", "interrupted": "–", "running": "●"}
STEP_TONES = {"completed": OK, "failed": BAD, "running": ACCENT}

ROOT = (
    f"box-sizing:border-box;border:1px solid {LINE};border-radius:6px;overflow:hidden;margin:2px 0;"
    f"max-width:100%;color:{FG};font:13px/20px {UI}"
)
ROW = "display:flex;align-items:center;gap:8px;min-width:0"
CUT = "overflow:hidden;text-overflow:ellipsis;white-space:nowrap"
NUM = f"color:{DIM};font-variant-numeric:tabular-nums;white-space:nowrap"
WRAP = "white-space:pre-wrap;word-break:normal;overflow-wrap:anywhere"
CODE = f"margin:0;border:0;padding:0;background:none;color:inherit;font:12px/18px {MONO};{WRAP};overflow:auto"
PROSE = f"color:inherit;font:14px/22px {TEXT};overflow-wrap:anywhere"


def duration(seconds: float) -> str:
    """As the views write it: ``0.4 s``, ``42 s``, ``3:07``, ``1:02:03``."""
    seconds = max(0.0, seconds)
    if seconds < 9.95:
        return f"{seconds:.1f} s"
    whole = int(seconds + 0.5)
    if whole < 60:
        return f"{whole} s"
    minutes, secs = divmod(whole, 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02}:{secs:02}" if hours else f"{minutes}:{secs:02}"
