"""One file up to a run and down again by the real client with its default settings. Run in the
image's Python environment as `transfer.py RUN_ID FILE`; prints both seconds as JSON.
"""

import json
import sys
import tempfile
import time
from pathlib import Path

from mlflow import MlflowClient

run, file = sys.argv[1], Path(sys.argv[2])
client = MlflowClient()
begun = time.perf_counter()
client.log_artifact(run, str(file))
middle = time.perf_counter()
with tempfile.TemporaryDirectory() as folder:
    copy = client.download_artifacts(run, file.name, folder)
    done = time.perf_counter()
    if Path(copy).stat().st_size != file.stat().st_size:
        raise SystemExit(f"{copy} is not the file that went up")
print(json.dumps([middle - begun, done - middle]))
