"""Writes the fixtures of this folder with the real libraries.

    pip install torch stable-baselines3 safetensors onnx onnxscript
    python3 make_fixtures.py OUTPUT_FOLDER

Weights are random and small networks are used to keep the files small; the formats, the names of the
tensors and the outputs in expected.json are those of the libraries.
"""
import io
import json
import os
import pickle
import sys

import gymnasium as gym
import numpy as np
import torch as th
from torch import nn
import stable_baselines3 as sb3
from stable_baselines3.common.vec_env import DummyVecEnv, VecNormalize

out = sys.argv[1]
os.makedirs(out, exist_ok=True)
th.manual_seed(7)
rng = np.random.default_rng(7)
expected = {}


def shake(module):
    with th.no_grad():
        for name, p in module.named_parameters():
            p.copy_(th.randn_like(p) * (0.4 if p.dim() > 1 else 0.3))


def record(name, obs, **outputs):
    expected[name] = {"observations": obs.astype(np.float64).tolist()}
    for k, v in outputs.items():
        expected[name][k] = v.detach().double().numpy().tolist()


class Box3(gym.Env):
    """Three observations, two actions with different bounds."""

    observation_space = gym.spaces.Box(-np.inf, np.inf, (3,), np.float32)
    action_space = gym.spaces.Box(
        np.array([-2.0, -0.5], np.float32), np.array([2.0, 1.5], np.float32))

    def reset(self, *, seed=None, options=None):
        super().reset(seed=seed)
        return self.observation_space.sample(), {}

    def step(self, action):
        return self.observation_space.sample(), 0.0, False, False, {}


obs3 = (rng.standard_normal((8, 3)) * 1.5).astype(np.float32)
obs4 = (rng.standard_normal((8, 4)) * 1.5).astype(np.float32)
t3, t4 = th.as_tensor(obs3), th.as_tensor(obs4)

# Stable-Baselines3.
ppo = sb3.PPO("MlpPolicy", Box3(), n_steps=8, batch_size=8, device="cpu",
              policy_kwargs=dict(net_arch=[8, 8]))
shake(ppo.policy)
ppo.save(f"{out}/sb3_ppo.zip")
d = ppo.policy.get_distribution(t3).distribution
record("sb3_ppo", obs3, mean=d.mean, std=d.stddev)

ppo_elu = sb3.PPO("MlpPolicy", Box3(), n_steps=8, batch_size=8, device="cpu",
                  policy_kwargs=dict(net_arch=dict(pi=[6], vf=[4]), activation_fn=nn.ELU))
shake(ppo_elu.policy)
ppo_elu.save(f"{out}/sb3_ppo_elu.zip")
d = ppo_elu.policy.get_distribution(t3).distribution
record("sb3_ppo_elu", obs3, mean=d.mean, std=d.stddev)

a2c = sb3.A2C("MlpPolicy", "CartPole-v1", device="cpu", policy_kwargs=dict(net_arch=[8, 8]))
shake(a2c.policy)
a2c.save(f"{out}/sb3_a2c_discrete.zip")
record("sb3_a2c_discrete", obs4, logits=a2c.policy.get_distribution(t4).distribution.logits)

sac = sb3.SAC("MlpPolicy", Box3(), device="cpu", buffer_size=10,
              policy_kwargs=dict(net_arch=dict(pi=[8, 8], qf=[4])))
shake(sac.policy)
sac.save(f"{out}/sb3_sac.zip")
mean, log_std, _ = sac.actor.get_action_dist_params(t3)
record("sb3_sac", obs3, mean=mean, std=log_std.exp(),
       action=th.as_tensor(sac.predict(obs3, deterministic=True)[0]))

gsde = sb3.PPO("MlpPolicy", Box3(), n_steps=8, batch_size=8, device="cpu", use_sde=True,
               policy_kwargs=dict(net_arch=[4]))
gsde.save(f"{out}/sb3_ppo_gsde.zip")

venv = VecNormalize(DummyVecEnv([Box3]), clip_obs=5.0, epsilon=1e-6)
venv.reset()
for _ in range(20):
    venv.step(np.zeros((1, 2), np.float32))
venv.save(f"{out}/vec_normalize.pkl")
nobs = venv.normalize_obs(obs3)
d = ppo.policy.get_distribution(th.as_tensor(nobs)).distribution
record("sb3_ppo_normalized", obs3, mean=d.mean, std=d.stddev)
expected["vec_normalize"] = dict(mean=venv.obs_rms.mean.tolist(), var=venv.obs_rms.var.tolist())


# CleanRL: the modules of ppo_continuous_action.py, ppo.py and sac_continuous_action.py.
class CleanPpo(nn.Module):
    def __init__(self, o, a, h, discrete):
        super().__init__()
        self.critic = nn.Sequential(nn.Linear(o, h), nn.Tanh(), nn.Linear(h, 1))
        net = nn.Sequential(nn.Linear(o, h), nn.Tanh(), nn.Linear(h, h), nn.Tanh(), nn.Linear(h, a))
        if discrete:
            self.actor = net
        else:
            self.actor_mean = net
            self.actor_logstd = nn.Parameter(th.zeros(1, a))


class CleanSac(nn.Module):
    def __init__(self, o, a, h):
        super().__init__()
        self.fc1 = nn.Linear(o, h)
        self.fc2 = nn.Linear(h, h)
        self.fc_mean = nn.Linear(h, a)
        self.fc_logstd = nn.Linear(h, a)
        self.register_buffer("action_scale", th.tensor([2.0, 1.0]))
        self.register_buffer("action_bias", th.tensor([0.0, 0.5]))

    def forward(self, x):
        x = th.relu(self.fc1(x))
        x = th.relu(self.fc2(x))
        log_std = th.tanh(self.fc_logstd(x))
        return self.fc_mean(x), th.exp(-5 + 0.5 * (2 + 5) * (log_std + 1))


clean = CleanPpo(3, 2, 8, False)
shake(clean)
th.save(clean.state_dict(), f"{out}/ppo_continuous_action.cleanrl_model")
std = th.exp(clean.actor_logstd).expand(8, 2)
record("cleanrl_ppo", obs3, mean=clean.actor_mean(t3), std=std)

discrete = CleanPpo(4, 3, 8, True)
shake(discrete)
th.save(discrete.state_dict(), f"{out}/ppo.cleanrl_model")
record("cleanrl_ppo_discrete", obs4, logits=discrete.actor(t4))

csac = CleanSac(3, 2, 8)
shake(csac)
th.save(csac.state_dict(), f"{out}/sac_actor.pt")
m, s = csac(t3)
record("cleanrl_sac", obs3, mean=m, std=s)

for dtype, name in [(th.float16, "f16"), (th.bfloat16, "bf16"), (th.float64, "f64")]:
    th.manual_seed(11)
    c = CleanPpo(3, 2, 4, False)
    shake(c)
    c = c.to(dtype)
    th.save({k: v for k, v in c.state_dict().items() if not k.startswith("critic")},
            f"{out}/state_{name}.pt")
    w = c.double()
    record(f"state_{name}", obs3, mean=w.actor_mean(t3.double()),
           std=th.exp(w.actor_logstd).expand(8, 2))
th.save(clean.state_dict(), f"{out}/legacy.pt", _use_new_zipfile_serialization=False)
th.save((csac.state_dict(), {"q": th.zeros(2)}), f"{out}/tuple.cleanrl_model")
th.save(csac, f"{out}/whole_module.pt")
# A transposed view: strides other than row-major.
th.save({"actor.0.weight": th.randn(3, 4).t(), "actor.0.bias": th.zeros(4),
         "actor.2.weight": th.eye(4)[:2], "actor.2.bias": th.zeros(2)}, f"{out}/strided.pt")
sd = th.load(f"{out}/strided.pt")
record("strided", obs3, logits=th.tanh(t3 @ sd["actor.0.weight"].t()) @ sd["actor.2.weight"].t())

# safetensors, written by the library from the state dict alone.
from safetensors.torch import save_file
save_file({k: v for k, v in clean.state_dict().items() if not k.startswith("critic")},
          f"{out}/cleanrl_ppo.safetensors")
meta = {"surety.policy": json.dumps({
    "schema": 1, "head": "gaussian", "trunk": ["relu", "relu"], "mean": ["identity"],
    "std": {"kind": "tanh-log", "lower": -5, "upper": 2, "layers": ["identity"]},
    "normalizer": None, "action": "tanh-rescale"})}
save_file({
    "trunk.0.weight": csac.fc1.weight, "trunk.0.bias": csac.fc1.bias,
    "trunk.1.weight": csac.fc2.weight, "trunk.1.bias": csac.fc2.bias,
    "mean.0.weight": csac.fc_mean.weight, "mean.0.bias": csac.fc_mean.bias,
    "std.0.weight": csac.fc_logstd.weight, "std.0.bias": csac.fc_logstd.bias,
    "action.low": th.tensor([-2.0, -0.5]), "action.high": th.tensor([2.0, 1.5])},
    f"{out}/cleanrl_sac.safetensors", metadata=meta)


# ONNX by torch's exporter.
class MeanStd(nn.Module):
    def __init__(self, f):
        super().__init__()
        self.f = f

    def forward(self, x):
        return self.f(x)


class SbPpo(nn.Module):
    def __init__(self, p):
        super().__init__()
        self.pi, self.action_net, self.log_std = p.mlp_extractor.policy_net, p.action_net, p.log_std

    def forward(self, x):
        mean = self.action_net(self.pi(x))
        return mean, th.exp(self.log_std) * th.ones_like(mean)


class SbSac(nn.Module):
    def __init__(self, a):
        super().__init__()
        self.latent_pi, self.mu, self.log_std = a.latent_pi, a.mu, a.log_std

    def forward(self, x):
        h = self.latent_pi(x)
        return self.mu(h), th.exp(th.clamp(self.log_std(h), -20, 2))


class Normalized(nn.Module):
    def __init__(self, p, rms, clip, eps):
        super().__init__()
        self.pi, self.action_net = p.mlp_extractor.policy_net, p.action_net
        self.register_buffer("mean", th.tensor(rms.mean, dtype=th.float32))
        self.register_buffer("sd", th.tensor(np.sqrt(rms.var + eps), dtype=th.float32))
        self.clip = clip

    def forward(self, x):
        x = th.clamp((x - self.mean) / self.sd, -self.clip, self.clip)
        return self.action_net(self.pi(x))


def export(module, path, outputs, dim=3, dynamo=False):
    kwargs = dict(input_names=["observation"], output_names=outputs, opset_version=17)
    if dynamo:
        kwargs = dict(input_names=["observation"], output_names=outputs, dynamo=True,
                      external_data=False)
    else:
        kwargs.update(dynamo=False, dynamic_axes={"observation": {0: "batch"}})
    th.onnx.export(module, (th.zeros(2, dim),), path, **kwargs)


for name, module, outputs in [
        ("ppo", SbPpo(ppo.policy), ["mean", "std"]),
        ("sac", SbSac(sac.actor), ["mean", "std"]),
        ("cleanrl_sac", csac, ["mean", "std"]),
        ("normalized", Normalized(ppo.policy, venv.obs_rms, 5.0, 1e-6), ["mean"]),
        ("softmax", nn.Sequential(discrete.actor, nn.Softmax(-1)), ["probabilities"]),
        ("conv", nn.Sequential(nn.Unflatten(1, (1, 3)), nn.Conv1d(1, 1, 2), nn.Flatten(),
                               nn.Linear(2, 2)), ["mean"])]:
    dim = 4 if name == "softmax" else 3
    export(module, f"{out}/{name}.onnx", outputs, dim)
    if name in ("ppo", "normalized"):
        export(module, f"{out}/{name}_dynamo.onnx", outputs, dim, dynamo=True)
module = Normalized(ppo.policy, venv.obs_rms, 5.0, 1e-6)
record("onnx_normalized", obs3, mean=module(t3))

# Pickles that want more than tensors.
class Evil:
    def __init__(self, f, *a):
        self.f, self.a = f, a

    def __reduce__(self):
        return self.f, self.a


def evil_zip(path, payload):
    import zipfile
    with zipfile.ZipFile(path, "w") as z:
        z.writestr("archive/data.pkl", pickle.dumps(payload, protocol=2))
        z.writestr("archive/version", "3\n")


evil_zip(f"{out}/evil_system.pt", Evil(os.system, "touch /tmp/surety-was-here"))
evil_zip(f"{out}/evil_eval.pt", {"a": Evil(eval, "1+1")})
evil_zip(f"{out}/evil_nested.pt", {"a": [Evil(getattr, Evil(__import__, "os"), "system")]})

with open(f"{out}/expected.json", "w") as f:
    json.dump(expected, f, indent=None, separators=(",", ":"))
print(sb3.__version__, th.__version__)
