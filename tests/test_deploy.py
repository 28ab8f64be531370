"""The manifests of a cluster: YAML that tells Kubernetes and Compose what they need, and calls commands that exist."""

from importlib.util import find_spec
from pathlib import Path

import pytest
import yaml

CLUSTER = Path(__file__).resolve().parents[1] / "deploy" / "cluster"
DOCUMENTS = [
    one for name in ("kubernetes", "import-job") for one in yaml.safe_load_all((CLUSTER / f"{name}.yaml").read_text())
]
CRON = list(yaml.safe_load_all((CLUSTER.parent / "kubernetes" / "cronjob.yaml").read_text()))
COMPOSE = yaml.safe_load((CLUSTER / "compose.yaml").read_text())
WORKLOADS = [one for one in DOCUMENTS if "template" in one["spec"]]
CALLS = [
    *(service["command"] for name, service in COMPOSE["services"].items() if name != "database"),
    *(one["args"] for work in WORKLOADS for one in work["spec"]["template"]["spec"]["containers"] if one["image"].startswith("newscrawl")),
]  # fmt: skip


@pytest.mark.parametrize("document", [*DOCUMENTS, *CRON], ids=lambda one: f"{one['kind']} {one['metadata']['name']}")
def test_each_document_has_the_schema_of_kubernetes(document):
    kubernetes_validate = pytest.importorskip("kubernetes_validate", reason="manifests are NOT validated")
    kubernetes_validate.validate(document, "1.30", strict=True)
    with pytest.raises(kubernetes_validate.ValidationError):
        kubernetes_validate.validate(document | {"specs": {}}, "1.30", strict=True)


def test_each_document_has_a_kind_and_a_name_of_its_own():
    names = [(one["kind"], one["metadata"]["name"]) for one in DOCUMENTS]
    assert len(set(names)) == len(names) == 5


@pytest.mark.parametrize("workload", WORKLOADS, ids=lambda one: one["metadata"]["name"])
def test_no_container_is_root_or_without_bounds(workload):
    pod = workload["spec"]["template"]["spec"]
    assert pod["securityContext"]["runAsNonRoot"] is True
    assert pod["automountServiceAccountToken"] is False
    for container in pod["containers"]:
        assert container["securityContext"]["allowPrivilegeEscalation"] is False
        assert container["securityContext"]["capabilities"] == {"drop": ["ALL"]}
        assert container["resources"]["limits"].keys() == container["resources"]["requests"].keys() == {"cpu", "memory"}
        mounted = {one["name"] for one in container.get("volumeMounts", ())}
        claimed = {one["metadata"]["name"] for one in workload["spec"].get("volumeClaimTemplates", ())}
        assert mounted <= {one["name"] for one in pod.get("volumes", ())} | claimed
    labels = workload["spec"]["template"].get("metadata", {}).get("labels")
    assert workload["spec"].get("selector", {}).get("matchLabels") == labels


@pytest.mark.parametrize("call", CALLS, ids=str)
def test_commands_that_are_called_exist(call):
    words = call[0].removeprefix("exec scrapy ").split() if len(call) == 1 else call
    assert find_spec(f"newscrawl.commands.{words[0]}")


def test_compose_waits_for_the_database_and_its_schema():
    services = COMPOSE["services"]
    assert services["worker"]["depends_on"] == {"migrate": {"condition": "service_completed_successfully"}}
    assert services["migrate"]["depends_on"] == {"database": {"condition": "service_healthy"}}
    assert all("mem_limit" in one for name, one in services.items() if name != "database")
