# What a step spends its time on, in the language of TorchScript. Each function is one call from
# Java into the engine; arrays are written in place where that saves a pass through memory.
#
# Letters: n cells, G genes, h units, e non-zero entries; a minibatch is in compressed sparse rows.

class Kernels(Module):
  __parameters__ = []
  __buffers__ = []
  training : bool

  # Row i of the result is the sum of values[k] * table[indices[k]] over the entries k from starts[i]
  # to the next start: a product of a sparse and a dense matrix. Where there are more starts than
  # rows, rows are given in parts, all first parts first, and these are added up.
  def sparse_product(self: __torch__.Kernels,
      table: Tensor,
      indices: Tensor,
      starts: Tensor,
      values: Tensor,
      rows: int) -> Tensor:
    sums, _0, _1, _2 = torch.embedding_bag(table, indices, starts, False, 0, False, values)
    if rows > 0 and torch.size(starts, 0) > rows:
      sums = torch.sum(torch.view(sums, [-1, rows, torch.size(table, 1)]), [0])
    return sums

  # units [n, h] times weight [G, h] transposed, plus bias [G].
  def linear(self: __torch__.Kernels,
      units: Tensor,
      weight: Tensor,
      bias: Tensor) -> Tensor:
    return torch.addmm(bias, units, torch.t(weight))

  # The same without bias, for whoever adds it while reading the product.
  def product(self: __torch__.Kernels,
      units: Tensor,
      weight: Tensor) -> Tensor:
    return torch.mm(units, torch.t(weight))

  def product_back(self: __torch__.Kernels,
      by_output: Tensor,
      units: Tensor,
      weight: Tensor) -> Tuple[Tensor, Tensor]:
    return (torch.mm(torch.t(by_output), units), torch.mm(by_output, weight))

  # Hidden layers: linear maps, each followed by a normalization (0 none, 1 of layers, 2 of batches),
  # an activation (0 ReLU, 1 LeakyReLU, 2 GELU) and, where there are masks, dropout: units are multiplied
  # by them. The first linear map comes without its bias. Parameters
  # are weight and bias of every layer, with normalization weight and bias of that too, and of batches the running mean and variance; the latter two take
  # the place of the batch's own unless in training on two cells or more.
  #
  # Gives of every layer six arrays: what went into the normalization, mean, variance (of batches)
  # and reciprocal deviation, what came out, and the units.
  def hidden(self: __torch__.Kernels,
      product: Tensor,
      parameters: List[Tensor],
      masks: List[Tensor],
      normalization: int,
      activation: int,
      training: bool) -> List[Tensor]:
    width = 2 + 2 * normalization
    saved = annotate(List[Tensor], [])
    units = product
    for k in range(torch.floordiv(torch.len(parameters), width)):
      at = k * width
      if k == 0:
        linear = torch.add(product, parameters[1])
      else:
        linear = torch.addmm(parameters[at + 1], units, torch.t(parameters[at]))
      if normalization == 0:
        normal, mean, variance, scale = (linear, linear, linear, linear)
      elif normalization == 1:
        normal, mean, scale = torch.native_layer_norm(linear, [torch.size(linear, 1)], parameters[at + 2], parameters[at + 3], 1e-05)
        variance = mean
      else:
        if training and torch.size(linear, 0) > 1:
          mean = torch.mean(linear, [0])
          variance = torch.mean(torch.square(torch.sub(linear, mean)), [0])
        else:
          mean, variance = (parameters[at + 4], parameters[at + 5])
        scale = torch.rsqrt(torch.add(variance, 0.001))
        normal = torch.mul(torch.mul(torch.sub(linear, mean), scale), parameters[at + 2])
        normal = torch.add(normal, parameters[at + 3])
      if activation == 0:
        units = torch.relu(normal)
      elif activation == 1:
        units = torch.leaky_relu(normal, 0.2)
      else:
        units = torch.gelu(normal)
      if torch.len(masks) > 0:
        units = torch.mul(units, masks[k])
      saved = saved + [linear, mean, variance, scale, normal, units]
    return saved

  # From the gradient of the last units to those of all parameters but running ones, in their order;
  # in the place of the first weight stands the gradient of the product.
  def hidden_back(self: __torch__.Kernels,
      by_units: Tensor,
      parameters: List[Tensor],
      masks: List[Tensor],
      saved: List[Tensor],
      normalization: int,
      activation: int,
      training: bool) -> List[Tensor]:
    width = 2 + 2 * normalization
    layers = torch.floordiv(torch.len(parameters), width)
    gradients = annotate(List[Tensor], [])
    g = by_units
    for back in range(layers):
      k = layers - 1 - back
      at = k * width
      linear, mean, scale, normal = (saved[6 * k], saved[6 * k + 1], saved[6 * k + 3], saved[6 * k + 4])
      if torch.len(masks) > 0:
        g = torch.mul(g, masks[k])
      if activation == 0:
        g = torch.threshold_backward(g, normal, 0)
      elif activation == 1:
        g = torch.leaky_relu_backward(g, normal, 0.2, False)
      else:
        g = torch.gelu_backward(g, normal)
      of_norm = annotate(List[Tensor], [])
      if normalization == 1:
        g, by_gain, by_shift = torch.native_layer_norm_backward(g, linear, [torch.size(linear, 1)], mean, scale, parameters[at + 2], parameters[at + 3], [True, True, True])
        of_norm = [by_gain, by_shift]
      elif normalization == 2:
        unit = torch.mul(torch.sub(linear, mean), scale)
        by_gain, by_shift = (torch.sum(torch.mul(g, unit), [0]), torch.sum(g, [0]))
        of_norm = [by_gain, by_shift]
        n = torch.size(linear, 0)
        if training and n > 1:
          g = torch.sub(g, torch.div(torch.add(torch.mul(unit, by_gain), by_shift), n))
        g = torch.mul(g, torch.mul(parameters[at + 2], scale))
      by_bias = torch.sum(g, [0])
      if k == 0:
        gradients = [g, by_bias] + of_norm + gradients
      else:
        by_weight = torch.mm(torch.t(g), saved[6 * k - 1])
        gradients = [by_weight, by_bias] + of_norm + gradients
        g = torch.mm(g, parameters[at])
    return gradients

  # The posterior of cells by an encoder, whose parameters are those of its hidden layers with the
  # first weight by gene, and weight and bias of mean and log-variance. Gives mean, log-variance and
  # what encode_back needs. Log-variances are between -10 and 10.
  def encode(self: __torch__.Kernels,
      indices: Tensor,
      starts: Tensor,
      values: Tensor,
      rows: int,
      parameters: List[Tensor],
      masks: List[Tensor],
      normalization: int,
      training: bool) -> List[Tensor]:
    heads = torch.len(parameters) - 4
    product = self.sparse_product(parameters[0], indices, starts, values, rows)
    saved = self.hidden(product, parameters[:heads], masks, normalization, 0, training)
    units = saved[-1]
    mean = torch.addmm(parameters[heads + 1], units, torch.t(parameters[heads]))
    raw = torch.addmm(parameters[heads + 3], units, torch.t(parameters[heads + 2]))
    return [mean, torch.clamp(raw, -10, 10), raw] + saved

  # Mean and log-variance alone.
  def encode_only(self: __torch__.Kernels,
      indices: Tensor,
      starts: Tensor,
      values: Tensor,
      rows: int,
      parameters: List[Tensor],
      masks: List[Tensor],
      normalization: int,
      training: bool) -> List[Tensor]:
    saved = self.encode(indices, starts, values, rows, parameters, masks, normalization, training)
    return saved[:2]

  # The gradients of all its parameters but running ones; indices, starts and values are now of the
  # cells by gene.
  def encode_back(self: __torch__.Kernels,
      by_mean: Tensor,
      by_log_variance: Tensor,
      indices: Tensor,
      starts: Tensor,
      values: Tensor,
      rows: int,
      parameters: List[Tensor],
      masks: List[Tensor],
      saved: List[Tensor],
      normalization: int,
      training: bool) -> List[Tensor]:
    heads = torch.len(parameters) - 4
    units = saved[-1]
    by_raw = torch.mul(by_log_variance, torch.le(torch.abs(saved[2]), 10))
    by_units = torch.addmm(torch.mm(by_mean, parameters[heads]), by_raw, parameters[heads + 2])
    gradients = self.hidden_back(by_units, parameters[:heads], masks, saved[3:], normalization, 0, training)
    by_weight = self.sparse_product(gradients[0], indices, starts, values, rows)
    of_mean = [torch.mm(torch.t(by_mean), units), torch.sum(by_mean, [0])]
    of_log_variance = [torch.mm(torch.t(by_raw), units), torch.sum(by_raw, [0])]
    return [by_weight] + gradients[1:] + of_mean + of_log_variance

  # The hidden layers of a decoder, without dropout.
  def decode(self: __torch__.Kernels,
      codes: Tensor,
      parameters: List[Tensor],
      normalization: int,
      activation: int,
      training: bool) -> List[Tensor]:
    product = torch.mm(codes, torch.t(parameters[0]))
    return self.hidden(product, parameters, annotate(List[Tensor], []), normalization, activation, training)

  # The gradients of the codes and, in order, of the parameters.
  def decode_back(self: __torch__.Kernels,
      by_units: Tensor,
      codes: Tensor,
      parameters: List[Tensor],
      saved: List[Tensor],
      normalization: int,
      activation: int,
      training: bool) -> List[Tensor]:
    gradients = self.hidden_back(by_units, parameters, annotate(List[Tensor], []), saved, normalization, activation, training)
    by_product = gradients[0]
    by_weight = torch.mm(torch.t(by_product), codes)
    return [torch.mm(by_product, parameters[0]), by_weight] + gradients[1:]

  # The length of all gradients as one vector.
  def norm(self: __torch__.Kernels,
      gradients: List[Tensor]) -> float:
    squares = 0.
    for gradient in gradients:
      flat = torch.reshape(gradient, [-1])
      squares = squares + float(torch.dot(flat, flat))
    return squares ** 0.5

  # Inner products in double precision of arrays of one shape: of each with those before it and with
  # itself. Pieces stay in cache while they are widened.
  def gram(self: __torch__.Kernels,
      arrays: List[Tensor]) -> List[float]:
    size = torch.numel(arrays[0])
    piece = 32768
    products = annotate(List[float], [])
    for k in range(torch.floordiv(torch.mul(torch.len(arrays), torch.add(torch.len(arrays), 1)), 2)):
      _0 = torch.append(products, 0.)
    for p in range(torch.floordiv(torch.add(size, torch.sub(piece, 1)), piece)):
      wide = annotate(List[Tensor], [])
      for array in arrays:
        part = torch.slice(torch.reshape(array, [-1]), 0, torch.mul(p, piece), torch.mul(torch.add(p, 1), piece))
        _1 = torch.append(wide, torch.to(part, 7))
      at = 0
      for k in range(torch.len(wide)):
        for j in range(torch.add(k, 1)):
          products[at] = torch.add(products[at], float(torch.dot(wide[k], wide[j])))
          at = torch.add(at, 1)
    return products

  # The first array becomes the sum of all, each times its weight.
  def weighted_sum(self: __torch__.Kernels,
      arrays: List[Tensor],
      weights: List[float]) -> NoneType:
    sum = torch.mul_(arrays[0], weights[0])
    for k in range(torch.sub(torch.len(arrays), 1)):
      sum = torch.add_(sum, arrays[torch.add(k, 1)], alpha=weights[torch.add(k, 1)])
    return None

  # One step of Adam, in one pass over each parameter with its gradient and moments.
  def adam(self: __torch__.Kernels,
      parameters: List[Tensor],
      gradients: List[Tensor],
      first: List[Tensor],
      second: List[Tensor],
      step: Tensor,
      rate: float,
      beta1: float,
      beta2: float,
      decay: float,
      epsilon: float) -> NoneType:
    steps = annotate(List[Tensor], [])
    whole = annotate(List[Tensor], [])
    for gradient in gradients:
      _0 = torch.append(steps, step)
      _1 = torch.append(whole, torch.contiguous(gradient))
    torch._fused_adam_(parameters, whole, first, second, annotate(List[Tensor], []), steps, lr=rate, beta1=beta1, beta2=beta2, weight_decay=decay, eps=epsilon, amsgrad=False, maximize=False)
    return None

  # Negative binomial counts with softmax link. The logits o [n, G] become the gradient of the
  # weighted log-likelihood with respect to them. Blocks of rows stay in cache between the passes;
  # bounds has the first entry of each block, and last the number of entries.
  #
  # With q = mu / theta, u = log(1 + q) and share = q / (1 + q), gives
  #   sums [n]        - sum over genes of theta u
  #   shift [n]       log mu = o + shift
  #   logits, us [e]  o and u of the non-zero counts, so that x (log mu - u) can be added to the sums
  #                   in double precision
  #   by_library [n]  the derivative of log p by log l, not weighted
  #   by_r [G]        the weighted derivative by r = log theta but for the part with the digamma
  #                   function
  def negative_binomial(self: __torch__.Kernels,
      o: Tensor,
      log_library: Tensor,
      r: Tensor,
      weights: Tensor,
      x: Tensor,
      genes: Tensor,
      rows: Tensor,
      bounds: List[int],
      block: int) -> Tuple[Tensor, Tensor, Tensor, Tensor, Tensor, Tensor]:
    n = torch.size(o, 0)
    flat = torch.view(o, [-1])
    theta = torch.exp(r)
    inverse = torch.reciprocal(theta)
    sums = torch.empty_like(log_library)
    shift = torch.empty_like(log_library, dtype=7)
    by_library = torch.empty_like(log_library)
    logits = torch.empty_like(x)
    us = torch.empty_like(x)
    by_u = torch.zeros_like(r)
    by_share = torch.zeros_like(r)
    by_r = torch.zeros_like(r)
    places = torch.add(torch.mul(torch.to(rows, 4), torch.size(o, 1)), genes)
    for k in range(torch.sub(torch.len(bounds), 1)):
      from_row = torch.mul(k, block)
      to_row = ops.prim.min(n, torch.add(from_row, block))
      from_x = bounds[k]
      to_x = bounds[torch.add(k, 1)]
      places_here = torch.slice(places, 0, from_x, to_x)
      row_of_x = torch.sub(torch.slice(rows, 0, from_x, to_x), from_row)
      w = torch.slice(weights, 0, from_row, to_row)
      library = torch.slice(log_library, 0, from_row, to_row)

      # mu = l softmax(o), in place of o.
      logits_here = torch.slice(logits, 0, from_x, to_x)
      logits_here = torch.index_select(flat, 0, places_here, out=logits_here)
      q = torch.slice(o, 0, from_row, to_row)
      top = torch.amax(q, [1], True)
      q = torch.exp_(torch.sub_(q, top))
      total = torch.sum(q, [1], True)
      q = torch.mul_(q, torch.div(torch.exp(torch.unsqueeze(library, 1)), total))
      log_total = torch.squeeze(torch.add(torch.log(torch.to(total, 7)), top), 1)
      _0 = torch.copy_(torch.slice(shift, 0, from_row, to_row), torch.sub(library, log_total))

      # Of all genes alike.
      q = torch.mul_(q, inverse)
      share = torch.add(q, 1)
      share = torch.div(q, share, out=share)
      u = torch.log1p(q)
      by_u = torch.addmv_(by_u, torch.t(u), w)
      by_share = torch.addmv_(by_share, torch.t(share), w)
      _1 = torch.mv(u, theta, out=torch.slice(sums, 0, from_row, to_row))

      # Non-zero counts pull log mu up by x (1 - share).
      q_of_x = torch.index_select(flat, 0, places_here)
      _2 = torch.log1p(q_of_x, out=torch.slice(us, 0, from_x, to_x))
      pull = torch.div(torch.slice(x, 0, from_x, to_x), torch.add_(q_of_x, 1))
      by_mu = torch.index_add_(torch.neg(torch.mv(share, theta)), 0, row_of_x, pull)
      _3 = torch.copy_(torch.slice(by_library, 0, from_row, to_row), by_mu)
      weighted = torch.mul_(pull, torch.index_select(w, 0, row_of_x))
      by_r = torch.index_add_(by_r, 0, torch.slice(genes, 0, from_x, to_x), weighted, alpha=-1)

      # Through the softmax: w (h - rho sum h), with h = x (1 - share) - theta share.
      coupling = torch.mul(by_mu, torch.exp(torch.neg(library)))
      gradient = torch.mul_(q, torch.unsqueeze(coupling, 1))
      gradient = torch.mul_(torch.add_(gradient, share), theta)
      gradient = torch.mul_(gradient, torch.unsqueeze(torch.neg(w), 1))
      _4 = torch.index_add_(flat, 0, places_here, weighted)
    by_r = torch.add_(by_r, torch.mul(torch.sub(by_share, by_u), theta))
    return (torch.neg_(sums), shift, logits, us, by_library, by_r)
